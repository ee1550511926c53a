namespace ScriptGrid.Engine.Results;

/// <summary>When the certificates of a target's TLS end; null where there is none, or it is not known.</summary>
/// <param name="Server">That which the server last showed.</param>
/// <param name="Client">That which new connections show.</param>
internal sealed record CertificateExpiry(DateTimeOffset? Server, DateTimeOffset? Client)
{
    /// <summary>The lines that tell it.</summary>
    public byte[] Lines { get; init; } = [];

    /// <summary>How many lines there are.</summary>
    public int Count => (Server is null ? 0 : 1) + (Client is null ? 0 : 1);
}
