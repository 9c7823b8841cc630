using Archive.Core.Audit;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Sanctioning;
using Archive.Core.Search;
using Archive.Web.Hosting;
using Archive.Web.Search;
using AutoMapper;
using Microsoft.Extensions.Options;

namespace Archive.Web.Messages;

/// <summary>Opens the conversation around a record for the pages. The search service writes the audit event first; when that fails nothing comes
/// back from here.</summary>
internal sealed class ConversationReader(SearchService search, IRecordStore records, IMapper mapper, Func<SanctionRegister> register, TimeZoneInfo zone,
    IOptions<WebSettings> settings)
{
    /// <param name="query">The search that led here, for marks; null without one.</param>
    /// <returns>Null when there is no such record for this reader.</returns>
    public async Task<ConversationPane?> OpenAsync(
        Reader reader, long sequence, BoundQuery? query, SearchPlace? place, CancellationToken cancellationToken)
    {
        var context = settings.Value.ConversationContext;
        var view = await search.OpenAsync(reader, sequence, context, context, cancellationToken);
        if (view is null)
        {
            return null;
        }

        var consents = await records.ReadConsentsAsync(view.Focus.Source, view.Focus.Message.Conversation.Id, cancellationToken);
        return new ConversationPane(
            mapper.Map<RecordView>(view.Focus),
            ConversationThread.Build(view.Records, sequence, zone),
            query is null ? null : new Highlighter(query),
            place)
        {
            Why = query is null ? null : HitExplanation.Of(query, view.Focus),
            Declined = DeclinedTimes.Of(
                new ConsentTimeline(consents), register(), view.Focus.Source, view.Focus.Message.Conversation.Id, view.Records),
        };
    }
}
