using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>What a client and the silos both know.</summary>
internal static class ClientSecret
{
    /// <summary>The least number of bytes that is one.</summary>
    public const int MinBytes = 16;

    /// <summary>Why bytes are no secret; null where they are.</summary>
    public static string? Problem(byte[] secret) => secret.Length < MinBytes ? $"The client secret must have at least {MinBytes} bytes." : null;

    /// <summary>The bytes of a text, without the end of its line.</summary>
    public static byte[] Parse(string text) => Encoding.UTF8.GetBytes(text.TrimEnd('\r', '\n'));
}
