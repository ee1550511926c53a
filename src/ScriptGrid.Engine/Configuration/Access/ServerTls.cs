using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>TLS of the HTTP server, its certificates loaded.</summary>
internal sealed record ServerTls
{
    /// <summary>The server's certificate with its key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>All certificates that stand beside it: those between it and its authority.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>What is asked of clients.</summary>
    public ClientAuthType ClientAuth { get; init; }

    /// <summary>Who must have signed clients' certificates; null trusts the system's authorities.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Names of which a client's certificate must be for one: DNS names, addresses, e-mail addresses or URIs. Empty takes every name.</summary>
    public ImmutableArray<string> AllowedNames { get; init; } = [];

    /// <summary>The versions that are spoken.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Cipher suites in order of preference; empty is the system's choice.</summary>
    public ImmutableArray<TlsCipherSuite> CipherSuites { get; init; } = [];

    /// <summary>What keeps clients out.</summary>
    public WebBarriers Barriers =>
        (ClientAuth is ClientAuthType.RequireAnyClientCert or ClientAuthType.RequireAndVerifyClientCert ? WebBarriers.Certificate : WebBarriers.None)
        | (ClientAuth is ClientAuthType.VerifyClientCertIfGiven or ClientAuthType.RequireAndVerifyClientCert ? WebBarriers.Signature : WebBarriers.None)
        | (ClientAuthorities is null ? WebBarriers.None : WebBarriers.Authority)
        | (AllowedNames.IsEmpty ? WebBarriers.None : WebBarriers.Name);
}
