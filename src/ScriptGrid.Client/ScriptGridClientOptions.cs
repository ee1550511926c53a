namespace ScriptGrid.Client;

/// <summary>How a client finds its cluster, and by what the cluster knows it. They are checked when the host starts.</summary>
public sealed class ScriptGridClientOptions
{
    /// <summary>
    /// Gateways of some silos, as <c>host:port</c> with a name or an address; those that answer are used. Names are resolved again as long as the
    /// client runs. Empty only where the process's own Orleans client, or a silo in it, finds the cluster. Default: none.
    /// </summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>The silos' <c>cluster_id</c>. Default: <c>scriptgrid</c>.</summary>
    public string ClusterId { get; set; } = "scriptgrid";

    /// <summary>The silos' <c>service_id</c>. Default: <c>scriptgrid</c>.</summary>
    public string ServiceId { get; set; } = "scriptgrid";

    /// <summary>
    /// The silos' client secret, 16 bytes or more. It is never sent: the client proves on each connection that it knows it. Default: none.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// A regular file of up to 64 KiB that holds the secret and nothing else, but for a line's end. It is read for each connection, so that it may be replaced while the client
    /// runs. Default: none.
    /// </summary>
    public string? SecretFile { get; set; }

    /// <summary>TLS to the gateways; null speaks none. Default: null.</summary>
    public ScriptGridClientTls? Tls { get; set; }

    /// <summary>How long a start waits for the first gateway. Default: 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
