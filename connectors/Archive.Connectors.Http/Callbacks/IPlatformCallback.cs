namespace Archive.Connectors.Http.Callbacks;

/// <summary>Takes what a platform pushes to one source. A platform registers it for a source that has callback settings.
/// <para>Contract: an event is a hint to pull and never a source of content. Nothing of it is kept but that a pull is due, so an event that is lost,
/// forged, repeated or out of order neither adds nor loses anything. <see cref="Receive"/> only computes: it waits for nothing, throws nothing whatever it is
/// given, and may be called by many at once. Whoever does not prove to be the platform gets one and the same answer, whatever is wrong.</para></summary>
public interface IPlatformCallback
{
    /// <summary>Configured name of the source.</summary>
    string Source { get; }

    CallbackAnswer Receive(CallbackRequest request);
}
