using Archive.Core.Connectors;
using Archive.Core.Messages;
using Archive.Core.Quarantine;
using Archive.Core.Redaction;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.Tests.Sanctioning;
using Archive.Tests.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Archive.Tests.Quarantine;

/// <summary>An item of a platform that forgets, whose file cannot be fetched when it is read again.</summary>
public sealed class RetryFilesTests
{
    private static readonly DateTimeOffset Sent = new(2024, 3, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(AttachmentState.Failed, 4.9, 5, "files not ready: The platform's library breaks over this file.")]
    [InlineData(AttachmentState.Failed, 5.1, 5, null)]
    [InlineData(AttachmentState.Failed, 4.9, null, null)]
    [InlineData(AttachmentState.NotTaken, 4.9, 5, null)]
    public async Task Waits_for_the_file_while_the_platform_has_it(AttachmentState state, double daysOld, int? window, string? expected)
    {
        var source = new ConfiguredSource("corp", "wecom", "", new RetentionPolicy("test@1", 0, RetentionAction.Keep), () => new OneMessage(Sent, state))
        {
            Window = window is { } days ? TimeSpan.FromDays(days) : null,
        };

        var item = await RetryAsync(OneItem.Unreadable, source, TestRegister.Of(OneMessage.Ann), Sent.AddDays(daysOld));

        Assert.Equal(expected, item.Reason);
        Assert.Equal(expected is null ? 1 : 0, item.Admitted.Count);
    }

    [Theory]
    [InlineData(0, 0, "files not ready: The platform gave no usable answer.")]
    [InlineData(2, 9, "files not ready: The platform gave no usable answer.")]
    [InlineData(3, 0.9, "files not ready: The platform gave no usable answer.")]
    [InlineData(3, 1, null)]
    public async Task Elsewhere_it_waits_for_some_retries(int tries, double hoursSince, string? expected)
    {
        var source = OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.Failed) { FilesNotReady = "The platform gave no usable answer." });
        var record = OneItem.Unreadable with { Tries = tries, TriedAt = Sent };

        var item = await RetryAsync(record, source, TestRegister.Of(OneMessage.Ann), Sent.AddHours(hoursSince));

        Assert.Equal(expected, item.Reason);
    }

    /// <summary>An operator alone would destroy what the firm must keep.</summary>
    [Theory]
    [InlineData(true, "refused for now: NotRegistered")]
    [InlineData(false, null)]
    public async Task What_was_admitted_when_it_came_is_not_destroyed_when_its_people_have_left_the_register(bool wasAdmitted, string? expected)
    {
        var source = OneMessage.Configured(() => new OneMessage(Sent, AttachmentState.NotTaken));
        var record = OneItem.Unreadable with { WasAdmitted = wasAdmitted };

        var item = await RetryAsync(record, source, TestRegister.Of([], ["corp"]), Sent);

        Assert.Equal(expected, item.Reason);
        Assert.Equal(expected is null ? 1 : 0, item.TurnedAway.Count);
    }

    private static async Task<RetriedItem> RetryAsync(QuarantinedRecord record, ConfiguredSource source, SanctionRegister register, DateTimeOffset now)
    {
        var store = new MemoryArchive();
        var (quarantine, told) = OneItem.Make(record);
        var retry = new QuarantineRetry(quarantine, store, store, new KeepsText(), () => register, new SourceCatalog([source]), (_, _) => null, new FakeTimeProvider(now));

        await retry.RunAsync([1], "carol", null, null, TestContext.Current.CancellationToken);

        return Assert.Single(Assert.Single(told.Settled).Items);
    }

    private sealed class KeepsText : IRedactor
    {
        public string PolicyVersion => "none@1";

        public RedactedText Redact(string text) => new(text, []);
    }
}
