using System.Collections.Concurrent;

namespace Archive.Connectors.WeCom.Sdk;

/// <summary>The child process: answers requests with what the platform's library says, one at a time, and tells once a second that it lives and how much
/// memory it takes. It holds no key of the firm, writes no file, and ends when its parent does.</summary>
public static class SdkHost
{
    /// <summary>The hidden command that the archive starts itself with.</summary>
    public const string Command = "wecom-sdk";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Runs until standard input ends.</summary>
    /// <returns>Exit code of the process.</returns>
    public static int Run()
    {
        CrashFiles.Refuse();
        using var answers = new SdkReplyWriter(StandardOutput.Take());
        using var requests = new BlockingCollection<byte[]>(boundedCapacity: 1);
        new Thread(() => Read(requests)) { IsBackground = true, Name = "requests" }.Start();
        new Thread(() => Live(answers)) { IsBackground = true, Name = "life" }.Start();
        using var session = new SdkHostSession();
        foreach (var request in requests.GetConsumingEnumerable())
        {
            answers.Write(session.Answer(request));
        }

        return 0;
    }

    private static void Live(SdkReplyWriter answers)
    {
        while (true)
        {
            answers.Write(new SdkFieldWriter((byte)SdkReply.Heartbeat).Number((ulong)Environment.WorkingSet));
            Thread.Sleep(Beat);
        }
    }

    /// <summary>On a thread of its own, so that the end of the parent is seen while the library works, which nothing can cancel.</summary>
    private static void Read(BlockingCollection<byte[]> requests)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            while (SdkFrame.Read(input) is { } body)
            {
                requests.Add(body);
            }
        }
#pragma warning disable CA1031 // Whatever it is: without a parent there is nothing left to do.
        catch (Exception)
#pragma warning restore CA1031
        {
            Environment.Exit(1);
        }

        Environment.Exit(0);
    }
}
