namespace ScriptGrid.Engine.Configuration;

/// <summary>Which values of a configuration are secrets, or may hold one, by the keys that they stand under.</summary>
internal static class SecretKeys
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    private static readonly string[] Whole = ["password", "bearer_token", "client_secret", "connection"];
    private static readonly string[] WithLogin = ["targets", "servers", "addresses", "names", "url"];

    /// <summary>The text as anybody may see it.</summary>
    /// <param name="key">The key that it stands under, in a list that of the list.</param>
    /// <param name="text">The text.</param>
    /// <param name="place">Its place in the list, from 0; 0 outside of one.</param>
    public static string Masked(string key, string text, int place) =>
        text.Length > 0 && (Whole.Contains(key) || (key == SecretReader.CommandKey && place > 0)) ? Mask
        : WithLogin.Contains(key) || text.Contains("://", StringComparison.Ordinal) ? WithoutLogins(text)
        : text;

    /// <summary>Several addresses may stand in one text, with commas between them.</summary>
    private static string WithoutLogins(string text) => string.Join(',', text.Split(',').Select(WithoutLogin));

    private static string WithoutLogin(string address)
    {
        int at = address.LastIndexOf('@');
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? address : $"{(scheme >= 0 && scheme < at ? address[..(scheme + 3)] : "")}{Mask}{address[at..]}";
    }
}
