using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Which values of a configuration are secrets, or may hold one, by the keys that they stand under.</summary>
internal static partial class SecretKeys
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    private static readonly string[] Whole = ["password", "bearer_token", "client_secret", "connection", "basic_auth_password", "basic_auth_hash_password"];

    /// <summary>The text as anybody may see it.</summary>
    /// <param name="key">The key that it stands under, in a list that of the list.</param>
    /// <param name="text">The text.</param>
    /// <param name="place">Its place in the list, from 0; 0 outside of one.</param>
    public static string Masked(string key, string text, int place) =>
        text.Length > 0 && (Whole.Contains(key) || (key == SecretReader.CommandKey && place > 0)) ? Mask
        : IsAddress(key) || text.Contains("://", StringComparison.Ordinal) ? WithoutLogin(text)
        : text;

    /// <summary>Whether what stands there may be an address with a login before it, even without a scheme.</summary>
    private static bool IsAddress(string key) => key is "targets" or "seeds" or "servers" or "addresses" or "names" or "url" or "external_url" or "endpoint";

    /// <summary>All up to the last @ may be of a login, whatever stands there: a comma in it parts no addresses, since each is an item of its own.</summary>
    private static string WithoutLogin(string address)
    {
        int at = address.LastIndexOf('@');
        return at < 0 ? address : $"{Scheme().Match(address[..at]).Value}{Mask}{address[at..]}";
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Scheme();
}
