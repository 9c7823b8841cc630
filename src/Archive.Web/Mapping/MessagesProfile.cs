using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Web.Messages;
using AutoMapper;

namespace Archive.Web.Mapping;

internal sealed class MessagesProfile : Profile
{
    public MessagesProfile() =>
        CreateMap<StoredRecord, RecordView>()
            .ForMember(v => v.NativeId, o => o.MapFrom(r => r.Message.NativeId))
            .ForMember(v => v.Revision, o => o.MapFrom(r => r.Message.Revision))
            .ForMember(v => v.Kind, o => o.MapFrom(r => r.Message.Kind))
            .ForMember(v => v.NativeType, o => o.MapFrom(r => r.Message.NativeType))
            .ForMember(v => v.SenderName, o => o.MapFrom(r => r.Message.Sender.Name))
            .ForMember(v => v.SenderId, o => o.MapFrom(r => r.Message.Sender.Id))
            .ForMember(v => v.SenderKind, o => o.MapFrom(r => r.Message.Sender.Kind))
            .ForMember(v => v.ConversationId, o => o.MapFrom(r => r.Message.Conversation.Id))
            .ForMember(v => v.ConversationName, o => o.MapFrom(r => r.Message.Conversation.Name))
            .ForMember(v => v.ConversationKind, o => o.MapFrom(r => r.Message.Conversation.Kind))
            .ForMember(v => v.Members, o => o.MapFrom(r => r.Message.Conversation.Members.Count == 0 ? 0 : r.Message.Conversation.Members.Count + 1))
            .ForMember(v => v.SentAt, o => o.MapFrom(r => r.Message.SentAt))
            .ForMember(v => v.Redacted, o => o.MapFrom(r => r.Marks.Count))
            .ForMember(v => v.RetentionPolicy, o => o.MapFrom(r => r.Retention.Policy.Name))
            .ForMember(v => v.KeepUntil, o => o.MapFrom(r => r.Retention.KeepUntil))
            .ForMember(v => v.Disposable, o => o.MapFrom(r => r.Retention.Policy.Action == RetentionAction.Dispose));
}
