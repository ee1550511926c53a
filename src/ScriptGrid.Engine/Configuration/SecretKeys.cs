using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Knows which values of a configuration are secrets, or may contain one, by their keys.</summary>
internal static partial class SecretKeys
{
    /// <summary>The text shown instead of a secret.</summary>
    public const string Mask = "***";

    private static readonly string[] Whole = ["password", "bearer_token", "client_secret", "connection", "basic_auth_password", "basic_auth_hash_password"];

    /// <summary>Returns the text with secrets masked.</summary>
    /// <param name="key">The key of the text, or of the list that contains it.</param>
    /// <param name="text">The text.</param>
    /// <param name="place">The index in the list, starting at 0; 0 outside a list.</param>
    public static string Masked(string key, string text, int place) =>
        text.Length > 0 && (Whole.Contains(key) || (key == SecretReader.CommandKey && place > 0)) ? Mask
        : IsAddress(key) || text.Contains("://", StringComparison.Ordinal) ? WithoutLogin(text)
        : text;

    /// <summary>Whether the value may be an address that begins with a login, even without a scheme.</summary>
    private static bool IsAddress(string key) => key is "targets" or "seeds" or "servers" or "addresses" or "names" or "url" or "external_url" or "endpoint";

    /// <summary>
    /// Masks everything before the last @, because all of it may belong to a login. A comma does not end it, since each address is an item of its
    /// own.
    /// </summary>
    private static string WithoutLogin(string address)
    {
        int at = address.LastIndexOf('@');
        return at < 0 ? address : $"{Scheme().Match(address[..at]).Value}{Mask}{address[at..]}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Scheme();
}
