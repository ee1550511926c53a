using System.Collections.Immutable;
using System.Net.Security;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>
/// Cipher suites by their common names: those that Go considers secure. The suites of TLS 1.3 are always offered and cannot be chosen individually.
/// </summary>
internal static class CipherSuites
{
    private static readonly ImmutableArray<TlsCipherSuite> OfTls13 =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    ];

    private static readonly ImmutableArray<TlsCipherSuite> Known =
    [
        .. OfTls13,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>The kind of a value that names one of the suites.</summary>
    public static ValueKind<TlsCipherSuite> Kind { get; } = ValueKinds.Choice([.. Known.Select(static suite => (suite.ToString(), suite))]);

    /// <summary>Returns the chosen suites, plus those that are always offered.</summary>
    public static ImmutableArray<TlsCipherSuite> WithTls13(IEnumerable<TlsCipherSuite> chosen) => [.. OfTls13, .. chosen.Except(OfTls13)];

    /// <summary>Whether the suites allow HTTP/2 over TLS 1.2 (RFC 9113, section 9.2.2).</summary>
    public static bool AreForHttp2(IReadOnlyCollection<TlsCipherSuite> chosen) =>
        chosen.Count == 0 || chosen.Any(static suite => suite is TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
}
