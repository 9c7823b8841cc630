namespace Archive.Simulators.Feishu;

/// <summary>Where events are pushed, and how.</summary>
public sealed class FeishuWebhookOptions
{
    /// <summary>The request URL of the app's event subscription.</summary>
    public required Uri Target { get; set; }

    /// <summary>Encrypts and signs. Null pushes clear, unsigned events, which only the verification token protects.</summary>
    public string? EncryptKey { get; set; } = "simulated-encrypt-key";

    public string VerificationToken { get; set; } = "simulated-verification-token";

    /// <summary>How long the receiver may take to answer 200 before the event counts as not delivered. Default 3 s, the platform's.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>When an event that was not delivered is pushed again, after each failure; then it is given up. Default the four of an old
    /// description: the present ones are not documented.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; set; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    /// <summary>One in so many events is pushed a second time under another <c>event_id</c>. Default 0: none.</summary>
    public int RepeatOneIn { get; set; }
}
