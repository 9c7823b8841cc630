using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Tests.Jobs;
using Archive.Tests.Sanctioning;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Quarantine;

/// <summary>What is found out about an item before two people destroy it.</summary>
public sealed class DiscardedItemTests
{
    private const int Minimum = 100;

    private static readonly DateTimeOffset Sent = new(2024, 3, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly KeepUntil = DateOnly.FromDateTime(Sent.UtcDateTime).AddDays(Minimum);
    private static readonly SanctionRegister WithAnn = TestRegister.Of(OneMessage.Ann);

    [Fact]
    public async Task A_message_that_the_gate_admits_is_kept_for_its_minimum_and_its_files_are_not_fetched()
    {
        var message = new OneMessage(Sent, AttachmentState.NotTaken);

        var known = await LearnAsync(OneItem.Unreadable, OneMessage.Configured(() => message, Minimum), WithAnn);

        Assert.Equal(KeepUntil, known.KeepUntil);
        Assert.Equal(("C1", "U1"), (known.ConversationId, Assert.Single(known.PersonIds!)));
        Assert.False(message.Asked!.WithFiles);
        Assert.True(message.IsDisposed);
    }

    [Fact]
    public async Task A_platform_that_is_away_is_no_reason_to_destroy_a_message()
    {
        var away = OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.NotTaken) { Failure = new ConnectorException(ConnectorFailure.Transient, "away") }, Minimum);
        var broken = OneMessage.Configured(() => throw new ConnectorException(ConnectorFailure.Permanent, "no secret"), Minimum);

        Assert.True((await LearnAsync(OneItem.Unreadable, away, WithAnn)).MayBeRead);
        Assert.True((await LearnAsync(OneItem.Unreadable, broken, WithAnn)).MayBeRead);
        Assert.False(new DeletionGuard([], SanctionRegister.Empty).Decide(KnownOfItem.Nothing with { MayBeRead = true }, DateOnly.MaxValue).MayDelete);
    }

    [Fact]
    public async Task A_scope_that_has_run_out_is_none_either()
    {
        var lapsed = TestRegister.At([.. TestRegister.ChangesOf([OneMessage.Ann], []).Append(new ScopeAdopted(TestRegister.ScopeOf("corp") with { ExpiresAt = Sent }))
            .Select(change => (DateTimeOffset.UnixEpoch, change))]);

        Assert.Equal(KeepUntil, (await LearnAsync(OneItem.Unreadable, OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.NotTaken), Minimum), lapsed)).KeepUntil);
    }

    [Fact]
    public async Task What_nobody_was_sanctioned_for_has_no_minimum_unless_it_was_admitted_when_it_came()
    {
        var source = OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.NotTaken), Minimum);
        var register = TestRegister.Of([], ["corp"]);

        Assert.Null((await LearnAsync(OneItem.Unreadable, source, register)).KeepUntil);
        Assert.Equal(KeepUntil, (await LearnAsync(OneItem.Unreadable with { WasAdmitted = true }, source, register)).KeepUntil);
    }

    [Fact]
    public async Task What_was_admitted_and_cannot_be_mapped_any_more_is_kept_from_the_time_of_its_row()
    {
        var admitted = OneItem.Unreadable with { WasAdmitted = true, Time = Sent };
        var refusing = OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.NotTaken) { Refusal = "The chat is gone." }, Minimum);

        Assert.Equal(KeepUntil, (await LearnAsync(admitted, refusing, WithAnn)).KeepUntil);
        Assert.Null((await LearnAsync(OneItem.Unreadable, refusing, WithAnn)).KeepUntil);
        Assert.Equal(
            DateOnly.FromDateTime(Sent.UtcDateTime).AddDays(RetentionPolicy.UsualMinimumDays),
            (await LearnAsync(admitted, null, WithAnn)).KeepUntil);
    }

    /// <param name="source">Null where it was removed.</param>
    private static async Task<KnownOfItem> LearnAsync(QuarantinedRecord record, ConfiguredSource? source, SanctionRegister register)
    {
        var store = new MemoryArchive();
        var (quarantine, told) = OneItem.Make(record);
        var discards = new QuarantineDiscards(
            quarantine, store, store, new SourceCatalog(source is null ? [] : [source]), (_, _) => null, () => register, new FakeTimeProvider(Sent.AddDays(1)));

        await discards.ApproveAsync(7, "paul", TestContext.Current.CancellationToken);

        return told.Known!; // the proxy was told
    }
}
