using Archive.Simulators.Corpus;
using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Serving;
using Archive.Simulators.Feishu.Wire;
using Archive.Simulators.Hosting;

namespace Archive.Simulators.Feishu.Methods;

/// <summary>Who gave which emoji to a message: one item for each person.</summary>
internal static class ReactionMethods
{
    private const int DefaultPage = 20;
    private const int LargestPage = 50;

    public static void List(ApiCall call)
    {
        call.Require(FeishuScope.Reactions, FeishuScope.ReadMessages, FeishuScope.Messages);
        var type = call.UserIdType();
        var size = call.Query.PageSize(DefaultPage, LargestPage);
        var wanted = call.Query.Text("reaction_type");
        var message = ChatAccess.Message(call);
        if (message.IsRecalled(call.Now))
        {
            throw ApiError.ReactionsGone;
        }

        var given = Given(call, message).Where(g => wanted is null || g.Emoji == wanted).ToArray();
        call.WritePage("items", given, size, g =>
        {
            var json = call.Json;
            json.WriteStartObject();
            json.WriteString("reaction_id", StableHash.Hex32($"{message.Id} {g.Emoji}", g.Person.OpenId));
            json.WriteStartObject("operator");
            json.WriteString("operator_id", g.Person.IsBot ? g.Person.AppId : g.Person.Id(type));
            json.WriteString("operator_type", g.Person.IsBot ? "app" : "user");
            json.WriteEndObject();
            json.WriteString("action_time", $"{g.At.ToUnixTimeMilliseconds()}");
            json.WriteStartObject("reaction_type");
            json.WriteString("emoji_type", g.Emoji);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static IEnumerable<(string Emoji, Account Person, DateTimeOffset At)> Given(ApiCall call, SentMessage message)
    {
        // Reactions of the corpus are given to the text, not to the files beside it.
        var reactions = message.Id == SentMessage.IdOf(message.Source) ? message.Source.Reactions ?? [] : [];
        for (var i = 0; i < reactions.Count; i++)
        {
            var at = ReactionTimes.Of(message.Source, i, call.Tenant.Today);
            foreach (var person in at <= call.Now ? reactions[i].PersonIds : [])
            {
                yield return (Emoji.TypeOf(reactions[i].Emoji), call.Tenant.AccountOf(person), at);
            }
        }
    }
}
