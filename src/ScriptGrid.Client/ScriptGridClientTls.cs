namespace ScriptGrid.Client;

/// <summary>
/// TLS of a client. Its files are regular PEM files of up to 1 MiB. They are looked at for each connection, so that they may be replaced while the client
/// runs: open connections stay, new ones show what the files hold by then, and what is of no use there, as a certificate whose key is still the old one,
/// changes nothing but for a line in the log.
/// </summary>
public sealed class ScriptGridClientTls
{
    /// <summary>The authorities of gateways' certificates. Default: those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>The client's certificate, and after it those between it and its authority. Default: none is shown.</summary>
    public string? CertFile { get; set; }

    /// <summary>The key of <see cref="CertFile"/>. Default: it stands in the same file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// The name that gateways' certificates must be for. Default: the host that <see cref="ScriptGridClientOptions.Gateways"/> has for a gateway; its
    /// address where the gateways are found elsewhere.
    /// </summary>
    public string? ServerName { get; set; }
}
