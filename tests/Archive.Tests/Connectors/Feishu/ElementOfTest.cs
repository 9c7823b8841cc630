using System.Text.Json;
using Archive.Connectors.Feishu;
using Archive.Connectors.Feishu.Directory;
using Archive.Connectors.Feishu.Wire;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>An element of a list, mapped in a chat of the firm with one chat more.</summary>
internal sealed record ElementOfTest(string Json)
{
    public static readonly Conversation Chat = new("oc_c1", "desk", ConversationKind.Group, []);

    public FeishuItem Map(ForwardedBundle? bundle = null)
    {
        var people = new FeishuPeople();
        people.AddChat(new FeishuChat { ChatId = "oc_x", Name = "Rates desk", TenantKey = "tk1" });
        people.Add("ou_u1", "张三", "tk1");
        using var document = JsonDocument.Parse(Json);
        return new FeishuMessageMapper(people).Map(FeishuElement.Of(document.RootElement.Clone()), Chat, bundle);
    }
}
