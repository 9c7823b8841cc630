using Archive.Core.Audit;
using Archive.Web.Evidence;
using AutoMapper;

namespace Archive.Web.Mapping;

internal sealed class EvidenceProfile : Profile
{
    public EvidenceProfile() =>
        CreateMap<AuditEvent, AuditRowView>()
            .ForMember(v => v.Purpose, o => o.MapFrom(e => e.Facts.Purpose))
            .ForMember(v => v.Query, o => o.MapFrom(e => e.Facts.Query))
            .ForMember(v => v.Page, o => o.MapFrom(e => e.Facts.Page))
            .ForMember(v => v.Conversation, o => o.MapFrom(e => e.Facts.Conversation))
            .ForMember(v => v.Records, o => o.MapFrom(e => e.Facts.Records == null ? 0 : e.Facts.Records.Count))
            .ForMember(v => v.Items, o => o.MapFrom(e => e.Facts.Items == null ? 0 : e.Facts.Items.Count))
            .ForMember(v => v.Reason, o => o.MapFrom(e => e.Facts.Reason))
            .ForMember(v => v.What, o => o.MapFrom(e => e.Facts.What))
            .ForMember(v => v.Matter, o => o.MapFrom(e => e.Facts.Matter))
            .ForMember(v => v.Target, o => o.MapFrom(e => e.Facts.Target))
            .ForMember(v => v.Count, o => o.MapFrom(e => e.Facts.Count));
}
