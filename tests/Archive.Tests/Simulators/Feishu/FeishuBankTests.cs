using System.Text.Json;
using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu;
using Archive.Simulators.Feishu.Faults;
using Xunit;

namespace Archive.Tests.Simulators.Feishu;

/// <summary>The whole bank with every variety on: nothing that the API offers is missed by following it.</summary>
public sealed class FeishuBankTests : FeishuSimulatorTests
{
    private static readonly Corpus Bank = BankCorpusGenerator.Generate(3_000, 7);

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public async Task Is_read_completely_through_its_chats_and_threads(double faults)
    {
        var kinds = Enum.GetValues<FaultKind>().Where(k => k is not (FaultKind.Hang or FaultKind.InvalidPageToken)).ToArray();
        var options = new FeishuSimulatorOptions { Faults = FaultSchedule.Seeded(3, faults, kinds), FaultDelay = TimeSpan.FromMilliseconds(1) };
        var simulator = await StartAsync(Bank, options);
        using var client = new FeishuTestClient(simulator);
        client.UseToken(await AnyTokenAsync(client));

        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var chat in await client.AllAsync("im/v1/chats?page_size=20", "chat_id", Token))
        {
            var history = await client.HistoryAsync(chat.Text("chat_id"), 50, Token);
            var threads = history.Where(m => m.TryGetProperty("thread_id", out _)).Select(m => m.Text("thread_id")).Distinct().ToArray();
            foreach (var message in history)
            {
                found.Add(message.Text("message_id"), message);
            }

            foreach (var thread in threads)
            {
                foreach (var message in (await client.ThreadAsync(thread, 50, Token)).Skip(1))
                {
                    found.Add(message.Text("message_id"), message);
                }
            }
        }

        var groups = Bank.Conversations.Where(c => c.Kind != CorpusConversationKind.Direct).ToArray();
        Assert.Equal(groups.SelectMany(simulator.MessageIdsIn).Order(), found.Keys.Order());
        foreach (var message in Bank.Messages.Where(m => groups.Any(g => g.Id == m.ConversationId)))
        {
            Assert.All(simulator.IdsOf(message), id => Assert.Equal(message.RecalledAt is not null, found[id].GetProperty("deleted").GetBoolean()));
        }

        Assert.True(found.Values.Select(m => m.Text("msg_type")).Distinct().Count() > 15);
    }

    private static async Task<string> AnyTokenAsync(FeishuTestClient client)
    {
        while (true)
        {
            try
            {
                return (await client.AskTokenAsync(Token)).Text("tenant_access_token");
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException)
            {
                // A request for a token can fail like any other; no more than two do in a row.
            }
        }
    }
}
