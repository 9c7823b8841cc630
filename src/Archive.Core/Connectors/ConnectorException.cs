namespace Archive.Core.Connectors;

/// <summary>A source could not be read. The message says what happened and what to do about it, and holds no content and no secret.</summary>
public sealed class ConnectorException(ConnectorFailure kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ConnectorFailure Kind { get; } = kind;
}

public enum ConnectorFailure
{
    /// <summary>The platform asked to slow down for longer than one run may wait.</summary>
    Throttled,

    /// <summary>May work when tried again.</summary>
    Transient,

    /// <summary>Token, scope or account: a person must act.</summary>
    Unauthorized,

    /// <summary>Trying again will not help.</summary>
    Permanent,
}
