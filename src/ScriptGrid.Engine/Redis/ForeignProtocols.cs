using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Recognises what answers in another protocol than RESP.</summary>
internal static class ForeignProtocols
{
    /// <summary>A TLS alert record: its type, and the major version of every TLS there is. RFC 8446, 5.1.</summary>
    private static ReadOnlySpan<byte> TlsAlert => [0x15, 0x03];

    /// <summary>The reason and the message for an answer that is not RESP; of the answer itself nothing is shown.</summary>
    public static FailureReason Reason(ReadOnlySpan<byte> answer, out string message)
    {
        (FailureReason reason, message) = answer.StartsWith(TlsAlert)
            ? (FailureReason.Tls, "the server speaks TLS on this port: write rediss://, or tls for its group")
            : answer.StartsWith("HTTP/"u8) ? (FailureReason.Protocol, "the server speaks HTTP, not RESP: is it a Redis?")
            : (FailureReason.Protocol, "what the server sent is not RESP: is it a Redis?");
        return reason;
    }
}
