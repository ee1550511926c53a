using System.Net.Security;

namespace ScriptGrid.Client;

/// <summary>How far a connection to a gateway has come. Only the connection's own flow writes it.</summary>
internal sealed class ConnectionAttempt
{
    private static readonly AsyncLocal<ConnectionAttempt?> Flow = new();

    /// <summary>The attempt of the connection that the current flow opens; null if nobody watches it.</summary>
    public static ConnectionAttempt? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>The last step that began.</summary>
    public ConnectionStep Step { get; set; }

    /// <summary>What is wrong with the gateway's certificate.</summary>
    public SslPolicyErrors CertificateErrors { get; set; }

    /// <summary>What the client itself found, in words; null if it found nothing.</summary>
    public string? Problem { get; set; }
}

/// <summary>The steps of a connection to a gateway, in their order.</summary>
internal enum ConnectionStep
{
    /// <summary>The connection is open.</summary>
    Opened,

    /// <summary>The TLS handshake has begun.</summary>
    Tls,

    /// <summary>The TLS handshake has ended well for the client.</summary>
    Secured,

    /// <summary>The client has proved that it knows the client secret.</summary>
    Proved,
}
