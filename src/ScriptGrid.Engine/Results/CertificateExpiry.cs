namespace ScriptGrid.Engine.Results;

/// <summary>When the certificates of a target's TLS connections expire; null if there is none, or it is not known.</summary>
/// <param name="Server">When the certificate that the server last showed expires.</param>
/// <param name="Client">When the certificate that new connections show expires.</param>
internal sealed record CertificateExpiry(DateTimeOffset? Server, DateTimeOffset? Client)
{
    /// <summary>The rendered lines with the expiry times.</summary>
    public byte[] Lines { get; init; } = [];

    /// <summary>The number of lines.</summary>
    public int Count => (Server is null ? 0 : 1) + (Client is null ? 0 : 1);
}
