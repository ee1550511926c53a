using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>The secret that the client and the silos share.</summary>
internal static class ClientSecret
{
    /// <summary>The minimum length of a secret, in bytes.</summary>
    public const int MinBytes = 16;

    /// <summary>Returns why bytes are not a valid secret, or null if they are.</summary>
    public static string? Problem(byte[] secret) => secret.Length < MinBytes ? $"The client secret must have at least {MinBytes} bytes." : null;

    /// <summary>Returns the bytes of a text in UTF-8, without any line breaks at its end. The silos read their setting in the same way.</summary>
    public static byte[] Parse(string text) => Encoding.UTF8.GetBytes(text.TrimEnd('\r', '\n'));
}
