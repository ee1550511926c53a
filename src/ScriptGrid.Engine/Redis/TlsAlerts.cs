namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Explains why a server ended TLS. It says so in an alert (RFC 8446, section 6.2), which .NET shows in its innermost exception, in OpenSSL's words:
/// <c>error:0A00045C:SSL routines::tlsv13 alert certificate required</c>.
/// </summary>
internal static class TlsAlerts
{
    private const string Certificate = "the server refuses the client certificate";

    private static readonly (string Alert, string Meaning)[] Meanings =
    [
        ("alert certificate required", "the server asks for a client certificate; set cert_file and key_file"),
        ("alert certificate expired", $"{Certificate}: it has expired"),
        ("alert certificate revoked", $"{Certificate}: it is revoked"),
        ("alert unknown ca", $"{Certificate}: it does not know the authority that issued it"),
        ("alert unsupported certificate", $"{Certificate}: it is of a kind that it does not accept"),
        ("alert bad certificate", $"{Certificate}: it cannot verify it, or there is none"),
        ("alert certificate unknown", $"{Certificate}: it cannot verify it"),
        ("alert handshake failure", "the server and ScriptGrid have no cipher or version in common, or the server asks for a client certificate"),
        ("alert protocol version", "the server does not accept this version of TLS"),
        ("alert unrecognized name", "the server does not know the name that it was asked for; set server_name"),
    ];

    /// <summary>Returns what the exception tells about the end of TLS: the meaning of an alert if there was one, otherwise the innermost message.</summary>
    public static string Describe(Exception exception)
    {
        string message = exception.GetBaseException().Message;
        return Array.Find(Meanings, known => message.Contains(known.Alert, StringComparison.Ordinal)).Meaning ?? message;
    }
}
