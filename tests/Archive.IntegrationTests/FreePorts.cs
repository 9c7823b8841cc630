using System.Net;
using System.Net.Sockets;

namespace Archive.IntegrationTests;

/// <summary>Ports for servers that are told where to listen, and start, stop and start again there. They lie below those that a system gives to whoever asks for
/// any port, so that nobody else in this run comes by one meanwhile, and none is given twice. Thread-safe.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Count = 9_800;
    private const int ToOtherNodes = 100;

    private static readonly HashSet<int> Taken = [];
    private static readonly Lock Access = new();

    // Another process that runs these tests begins elsewhere.
    private static int _next = Random.Shared.Next(Count);

    public static int Take() => Take([0]);

    /// <summary>A row of ports, one for each Elasticsearch node; for its own traffic a node takes the one a hundred above.</summary>
    public static int TakeForElasticsearch(int nodes = 1) => Take([.. Enumerable.Range(0, nodes), .. Enumerable.Range(ToOtherNodes, nodes)]);

    private static int Take(int[] offsets)
    {
        lock (Access)
        {
            for (var attempt = 0; attempt < Count; attempt++)
            {
                _next = (_next + 1) % Count;
                int[] ports = [.. offsets.Select(offset => First + _next + offset)];
                if (ports.All(port => !Taken.Contains(port) && IsFree(port)))
                {
                    Taken.UnionWith(ports);
                    return ports[0];
                }
            }
        }

        throw new InvalidOperationException($"No port from {First} on is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
