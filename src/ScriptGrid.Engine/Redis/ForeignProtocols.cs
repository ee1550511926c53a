using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Recognises answers in protocols other than RESP.</summary>
internal static class ForeignProtocols
{
    /// <summary>The beginning of a TLS alert record: its type, and the major version that all TLS versions share. RFC 8446, 5.1.</summary>
    private static ReadOnlySpan<byte> TlsAlert => [0x15, 0x03];

    /// <summary>The failure of a plain connection to a TLS port.</summary>
    public static Failure Tls { get; } =
        Failure.Unusable(FailureReason.Tls, "the server speaks TLS on this port: write rediss://, or tls for its group");

    /// <summary>Returns the failure for an answer that is not RESP. It shows nothing of the answer itself.</summary>
    public static Failure Describe(ReadOnlySpan<byte> answer) =>
        answer.StartsWith(TlsAlert) ? Tls
        : answer.StartsWith("HTTP/"u8) ? Failure.Unusable(FailureReason.Protocol, "the server speaks HTTP, not RESP: is it a Redis?")
        : Failure.Unusable(FailureReason.Protocol, "what the server sent is not RESP: is it a Redis?");
}
