using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>TLS settings of the HTTP server, with its certificates loaded.</summary>
internal sealed record ServerTls
{
    /// <summary>The server's certificate with its key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The other certificates in the same file: those between the server's certificate and its authority.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>What is required of client certificates.</summary>
    public ClientAuthType ClientAuth { get; init; }

    /// <summary>The authorities that may sign client certificates; null trusts the system's authorities.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>A client's certificate must be for one of these names: DNS names, addresses, e-mail addresses or URIs. Empty accepts every name.</summary>
    public ImmutableArray<string> AllowedNames { get; init; } = [];

    /// <summary>The accepted TLS versions.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Cipher suites in order of preference; empty for the system's choice.</summary>
    public ImmutableArray<TlsCipherSuite> CipherSuites { get; init; } = [];

    /// <summary>The barriers that these settings raise for clients.</summary>
    public WebBarriers Barriers =>
        (ClientAuth is ClientAuthType.RequireAnyClientCert or ClientAuthType.RequireAndVerifyClientCert ? WebBarriers.Certificate : WebBarriers.None)
        | (ClientAuth is ClientAuthType.VerifyClientCertIfGiven or ClientAuthType.RequireAndVerifyClientCert ? WebBarriers.Signature : WebBarriers.None)
        | (ClientAuthorities is null ? WebBarriers.None : WebBarriers.Authority)
        | (AllowedNames.IsEmpty ? WebBarriers.None : WebBarriers.Name);
}
