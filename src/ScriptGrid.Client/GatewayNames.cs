using System.Collections.Concurrent;
using System.Net;

namespace ScriptGrid.Client;

/// <summary>Under which host each gateway was found: Orleans itself knows addresses alone.</summary>
internal sealed class GatewayNames
{
    private readonly ConcurrentDictionary<EndPoint, string> _hosts = new();

    /// <summary>Notes one.</summary>
    public void Note(IPEndPoint endpoint, string host) => _hosts[endpoint] = host;

    /// <summary>The host of a gateway, or its address where it was found elsewhere.</summary>
    public string HostOf(EndPoint? endpoint) => endpoint is null ? ""
        : _hosts.TryGetValue(endpoint, out string? host) ? host
        : endpoint is IPEndPoint { Address: var address } ? address.ToString()
        : endpoint.ToString() ?? "";
}
