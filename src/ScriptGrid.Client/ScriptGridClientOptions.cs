namespace ScriptGrid.Client;

/// <summary>How a client finds its cluster, and how it proves that it may connect. The options are validated when the host starts.</summary>
public sealed class ScriptGridClientOptions
{
    /// <summary>
    /// Gateways of some silos, as <c>host:port</c> with a host name or an IP address. Those that answer are used. Names are resolved again for as long as the
    /// client runs. May be empty only if the process has its own Orleans client or a silo, which finds the cluster. Default: none.
    /// </summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>
    /// The silos' <c>cluster_id</c>. Refused if the process has its own Orleans client or a silo, which has its own. Default: <c>scriptgrid</c>.
    /// </summary>
    public string ClusterId { get; set; } = "scriptgrid";

    /// <summary>
    /// The silos' <c>service_id</c>. A membership store in Redis finds the silos by it. It has no use with <see cref="Gateways"/>, and is refused there if it
    /// is set. Default: <c>scriptgrid</c>.
    /// </summary>
    public string ServiceId { get; set; } = "scriptgrid";

    /// <summary>
    /// The silos' client secret, at least 16 bytes. It is never sent: the client proves on each connection that it knows the secret. Refused in a silo, which
    /// calls its cluster without a gateway. Default: none.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// The path of a regular file of at most 64 KiB that holds only the secret, in UTF-8; line breaks at its end are ignored. The file is read for each
    /// connection, so it may be replaced while the client runs. Refused in a silo. Default: none.
    /// </summary>
    public string? SecretFile { get; set; }

    /// <summary>TLS to the gateways; null for none. Default: null.</summary>
    public ScriptGridClientTls? Tls { get; set; }

    /// <summary>How long the start waits for the first gateway. Refused like <see cref="ClusterId"/>. Default: 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
