using System.Security.Cryptography;
using Archive.Core.Connectors;
using Archive.Core.Consent;
using Archive.Core.Messages;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;

namespace Archive.Core.Ingestion;

/// <summary>Gate and redaction over a page, in memory: every item ends as admitted, turned away with a reason, or quarantined. What a second read finds is
/// judged by the same gate. Used by one thread.</summary>
internal sealed class PagePreparation(
    IChatConnector connector, RetentionPolicy retention, IRedactor redactor, Func<SanctionRegister> register, ConsentTimeline consents, TimeProvider clock)
{
    private readonly SanctionGate _gate = new();
    private readonly Dictionary<Conversation, Conversation> _redactedConversations = new(ReferenceEqualityComparer.Instance);

    private SanctionRegister _register = register();

    /// <summary>A run can take days: who is taken out meanwhile is out with the next page. Belongs before each.</summary>
    public void ReadRegister() => _register = register();

    /// <summary>For what is decided under the register that was read last: see <see cref="PreparedPage.IsOutdated"/>.</summary>
    public Func<bool> WatchRegister()
    {
        var version = _register.Version;
        return () => register().Version != version;
    }

    /// <summary>Takes in what a page tells of consents. Belongs before the first decision over its items.</summary>
    public void Hear(IReadOnlyList<ConsentChange> changes)
    {
        foreach (var change in changes)
        {
            consents.Add(change);
        }
    }

    /// <summary>What the gate says of a message, now.</summary>
    public SanctionDecision Decide(ChatMessage message) => _gate.Decide(connector.Source, message, _register, consents, clock.GetUtcNow());

    /// <summary>What is said of one that cannot be read: nobody can tell whose it is, but of a source without a scope in force nothing at all is kept.</summary>
    public SanctionDecision DecideUnread()
    {
        var now = clock.GetUtcNow();
        return _register.RefusalOf(connector.Source, now, now) is { } reason && reason.IsOfSource() ? SanctionDecision.Refuse(reason) : SanctionDecision.Admit;
    }

    /// <summary>Under the register that was read last.</summary>
    public PreparedPage Prepare(SourcePage page)
    {
        Hear(page.Consents);
        var admitted = new List<PreparedItem>(page.Items.Count);
        var quarantined = new List<QuarantinedItem>();
        var turnedAway = new Dictionary<(int Day, IntakeOutcome Outcome, string Reason), int>();
        foreach (var item in page.Items)
        {
            var decision = item.Message is { } known ? Decide(known) : DecideUnread();
            if (decision.Outcome != SanctionOutcome.Admit)
            {
                var outcome = decision.Outcome == SanctionOutcome.Withhold ? IntakeOutcome.Withheld : IntakeOutcome.Refused;
                var key = (Timestamps.ToDay(item.Message?.SentAt ?? clock.GetUtcNow()), outcome, decision.Reason.ToString());
                turnedAway[key] = turnedAway.GetValueOrDefault(key) + 1;
                continue;
            }

            if (item.Message is not { } message)
            {
                quarantined.Add(Quarantine(item, "", Timestamps.Cut(clock.GetUtcNow()), "unreadable: " + item.Unreadable));
                continue;
            }

            try
            {
                admitted.Add(Redact(item, message));
            }
            catch (RedactionException e)
            {
                quarantined.Add(Quarantine(item, message.Revision, message.SentAt, "redaction failed: " + e.Message));
            }
        }

        return new PreparedPage(
            connector.Source,
            connector.Platform,
            connector.Provenance,
            Timestamps.Cut(clock.GetUtcNow()),
            page.Items.Count,
            retention,
            redactor.PolicyVersion,
            admitted,
            quarantined,
            [.. turnedAway.Select(t => new TurnedAway(t.Key.Day, t.Key.Outcome, t.Key.Reason, t.Value))],
            page.CursorChanges)
        {
            IsOutdated = WatchRegister(),
            Gap = page.Gap,
            Files = PreparedPage.FilesOf(page.Items),
            Consents = page.Consents,
        };
    }

    private PreparedItem Redact(SourceItem item, ChatMessage message)
    {
        var text = redactor.Redact(message.Text);
        var conversation = RedactName(message.Conversation);
        var isClean = ReferenceEquals(text.Text, message.Text) && ReferenceEquals(conversation, message.Conversation) && message.Attachments.Count == 0;
        var clean = isClean ? message : message with
        {
            Text = text.Text,
            Conversation = conversation,
            Attachments = message.Attachments.Count == 0
                ? message.Attachments
                : [.. message.Attachments.Select(a => a with { Name = redactor.Redact(a.Name).Text })],
        };
        return new PreparedItem(clean, text.Marks, SHA256.HashData(item.Raw.Span), item.Files);
    }

    /// <summary>Names of conversations can hold a number, too. One object for all messages of a conversation keeps that cheap.</summary>
    private Conversation RedactName(Conversation conversation)
    {
        if (!_redactedConversations.TryGetValue(conversation, out var clean))
        {
            var name = redactor.Redact(conversation.Name).Text;
            clean = name == conversation.Name ? conversation : conversation with { Name = name };
            if (_redactedConversations.Count > 10_000)
            {
                _redactedConversations.Clear();
            }

            _redactedConversations.Add(conversation, clean);
        }

        return clean;
    }

    private static QuarantinedItem Quarantine(SourceItem item, string revision, DateTimeOffset time, string reason) =>
        new(item.NativeId, revision, time, reason, item.Raw);
}
