namespace ScriptGrid.Client;

/// <summary>
/// TLS settings of a client. The files are regular PEM files of at most 1 MiB. They are checked for each connection, so they may be replaced while the client
/// runs. Open connections stay as they are, and new ones use the new content. Unusable content changes nothing except for a line in the log, for example a
/// new certificate whose key file still has the old key.
/// </summary>
public sealed class ScriptGridClientTls
{
    /// <summary>The file with the authorities that gateways' certificates must come from. Default: the authorities of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>The file with the client's certificate, followed by any intermediate certificates. Default: the client has no certificate.</summary>
    public string? CertFile { get; set; }

    /// <summary>The file with the private key of <see cref="CertFile"/>. Default: the key is in the same file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// The name that gateways' certificates must be issued for. Default: the host of the gateway in <see cref="ScriptGridClientOptions.Gateways"/>, or its
    /// address if the gateways are found in another way.
    /// </summary>
    public string? ServerName { get; set; }
}
