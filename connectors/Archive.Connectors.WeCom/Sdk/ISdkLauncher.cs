namespace Archive.Connectors.WeCom.Sdk;

/// <summary>Starts what speaks the child's protocol (see the README of this project). Safe for concurrent callers.</summary>
public interface ISdkLauncher
{
    /// <summary>What is started loads the library that the customer has put in its place.</summary>
    bool NeedsLibrary { get; }

    /// <exception cref="IOException">It could not be started.</exception>
    ISdkProcess Start();
}

/// <summary>One child, from its start to its end. Disposing kills it.</summary>
public interface ISdkProcess : IAsyncDisposable
{
    /// <summary>To the child.</summary>
    Stream Requests { get; }

    /// <summary>From the child.</summary>
    Stream Answers { get; }

    /// <summary>How it ended, for people: "signal 11"; null while it runs, or where that cannot be told.</summary>
    string? End { get; }
}
