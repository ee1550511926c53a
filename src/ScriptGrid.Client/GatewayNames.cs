using System.Collections.Concurrent;
using System.Net;

namespace ScriptGrid.Client;

/// <summary>Remembers the host name of each gateway, because Orleans only knows addresses.</summary>
internal sealed class GatewayNames
{
    private readonly ConcurrentDictionary<EndPoint, string> _hosts = new();

    /// <summary>Records the host name of an address.</summary>
    public void Note(IPEndPoint endpoint, string host) => _hosts[endpoint] = host;

    /// <summary>Returns the host name of a gateway; its address if the gateway did not come from the options.</summary>
    public string HostOf(EndPoint? endpoint) => endpoint is null ? ""
        : _hosts.TryGetValue(endpoint, out string? host) ? host
        : endpoint is IPEndPoint { Address: var address } ? address.ToString()
        : endpoint.ToString() ?? "";
}
