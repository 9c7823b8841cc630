using System.Net;
using System.Net.Sockets;

namespace Archive.Web.Security;

/// <summary>Addresses and networks. An empty list stands for this machine.</summary>
internal sealed class AddressList(IEnumerable<string> entries)
{
    /// <summary>Headers by which proxies say that they stand in between. The address of the connection is then the proxy's, often this machine's own, or
    /// what a known proxy says it was (X-Original-…).</summary>
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "X-Original-For", "X-Original-Proto"];

    private readonly List<IPNetwork> _networks = [.. entries.Select(e => TryParse(e, out var network) ? network : throw new FormatException(e))];

    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || !IsWhole(address, slash < 0 ? text : text[..slash]))
        {
            return false;
        }

        network = slash < 0 ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : default;
        return slash < 0 || IPNetwork.TryParse(text, out network);
    }

    /// <summary>"10.1.2" is read as 10.1.0.2 and "010.0.0.1" as 8.0.0.1: neither is what somebody meant.</summary>
    private static bool IsWhole(IPAddress address, string text) => address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text;

    /// <summary>Whether a request comes straight from an address of the list.</summary>
    public bool Holds(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote || ProxyHeaders.Any(context.Request.Headers.ContainsKey))
        {
            return false;
        }

        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return _networks.Count == 0 ? IPAddress.IsLoopback(address) : _networks.Exists(n => n.Contains(address));
    }
}
