namespace Archive.Connectors.Http.Callbacks;

/// <summary>What the platform is answered, and what is to be done.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Conversation">Id of a conversation in which something old changed: the pull that is due looks far back in it. Or a place inside one, in words of
/// the connector's own: the pull looks there too.</param>
public sealed record CallbackAnswer(CallbackOutcome Outcome, int Status, string MediaType, string Body, string? Conversation = null)
{
    private const string Plain = "text/plain";

    /// <summary>The one answer to everything that is wrong. More would tell whoever guesses how far the guess came.</summary>
    public static CallbackAnswer Refused { get; } = new(CallbackOutcome.Refused, 403, Plain, "");

    /// <summary>A secret of the source cannot be read here; the platform tries again.</summary>
    public static CallbackAnswer NotReady { get; } = new(CallbackOutcome.NotReady, 503, Plain, "");

    public bool IsPullDue => Outcome == CallbackOutcome.PullDue;
}

public enum CallbackOutcome
{
    /// <summary>A message came, or something else happened that a pull finds.</summary>
    PullDue,

    /// <summary>Was here already.</summary>
    Repeated,

    /// <summary>Of a kind that says nothing about messages.</summary>
    Ignored,

    /// <summary>The platform asked whether somebody who knows the secrets is here.</summary>
    Handshake,

    /// <summary>Not from the platform, not for this source, or too old.</summary>
    Refused,

    NotReady,
}
