using Archive.Core.Messages;
using Archive.Core.Retention;
using Archive.Core.Sanctioning;
using Archive.IntegrationTests.Pipeline;

namespace Archive.IntegrationTests.ServerSetUp;

/// <summary>What two matters keep of messages that would be due: a conversation of the source that is disposed of at once, and a person who wrote in the
/// one that is disposed of after years.</summary>
/// <param name="Accounts">Of the person.</param>
internal sealed record HeldMessages(string Conversation, string Person, IReadOnlyList<string> Accounts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="sources">In the order in which they were started.</param>
    public static async Task<HeldMessages> ChooseAsync(TestArchive archive, string[] sources)
    {
        var records = await archive.ReadAllAsync();
        var conversation = records.Where(record => record.Source == sources[0]).GroupBy(record => record.Message.Conversation.Id).MaxBy(group => group.Count())!.Key; // it has messages
        var sender = records
            .Where(record => record.Source == sources[1] && record.Retention.KeepUntil < new DateOnly(2026, 1, 1) && record.Message.Sender.Kind == ParticipantKind.Member)
            .GroupBy(record => record.Message.Sender.Id).MaxBy(group => group.Count())!.Key; // the corpus has seven years
        var register = archive.Get<Func<SanctionRegister>>()().Accounts;
        var person = register.Find(sources[1], sender)[0].PersonId;
        return new HeldMessages(conversation, person, [.. register.OfPerson(person).Select(account => account.AccountId)]);
    }

    public async Task HoldAsync(TestArchive archive)
    {
        await archive.Get<LegalHolds>().PlaceAsync("officer", "M-1", HoldSubject.Conversation, Conversation, Stop);
        await archive.Get<LegalHolds>().PlaceAsync("officer", "M-2", HoldSubject.Person, Person, Stop);
    }

    /// <summary>Plainly held. That a person was only present in a conversation is the guard's to know.</summary>
    public bool Concern(StoredRecord record) => record.Message.Conversation.Id == Conversation || Accounts.Contains(record.Message.Sender.Id);
}
