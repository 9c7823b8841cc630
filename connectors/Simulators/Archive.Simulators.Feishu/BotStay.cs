namespace Archive.Simulators.Feishu;

/// <summary>When the app's bot is in a chat, in simulated time (<see cref="FeishuSimulatorOptions.ServedUntil"/>).</summary>
/// <param name="Added">Null: since the chat was made.</param>
/// <param name="Removed">Exclusive; null: to this day.</param>
public sealed record BotStay(DateTimeOffset? Added = null, DateTimeOffset? Removed = null)
{
    public static BotStay Always { get; } = new();

    public static BotStay Never { get; } = new(DateTimeOffset.MaxValue);

    internal bool Covers(DateTimeOffset at) => !(Added > at) && !(Removed <= at);
}
