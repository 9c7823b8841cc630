using Archive.Core.Messages;
using Archive.Core.Search;
using Archive.Web.Search;
using AutoMapper;

namespace Archive.Web.Mapping;

internal sealed class SearchProfile : Profile
{
    public SearchProfile()
    {
        CreateMap<StoredRecord, HitView>()
            .ForMember(v => v.SentAt, o => o.MapFrom(r => r.Message.SentAt))
            .ForMember(v => v.SenderName, o => o.MapFrom(r => r.Message.Sender.Name))
            .ForMember(v => v.ConversationName, o => o.MapFrom(r => r.Message.Conversation.Name))
            .ForMember(v => v.ConversationKind, o => o.MapFrom(r => r.Message.Conversation.Kind))
            .ForMember(v => v.Kind, o => o.MapFrom(r => r.Message.Kind))
            .ForMember(v => v.Files, o => o.MapFrom(r => r.Message.Attachments.Count))
            .ForMember(v => v.Snippet, o => o.Ignore())
            .ForMember(v => v.StartsInside, o => o.Ignore())
            .ForMember(v => v.EndsInside, o => o.Ignore());
        CreateMap<FacetCount, FacetView>().ForMember(v => v.Narrows, o => o.Ignore());
    }
}
