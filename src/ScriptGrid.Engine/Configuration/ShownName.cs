using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Decides which names messages may repeat. A user may have written a secret in place of a key, a variable or a file. Text that does not look like
/// one of these is therefore not shown; its line number is enough to find it.
/// </summary>
internal static partial class ShownName
{
    /// <summary>The word that messages use for a value that they do not quote.</summary>
    public const string Unquoted = "it";

    private const string Hidden = "***";

    /// <summary>Returns the key, or asterisks if the text does not look like a key.</summary>
    public static string Key(string text) => KeyName().IsMatch(text) ? text : Hidden;

    /// <summary>Returns the name of a header, or asterisks if the text does not look like one.</summary>
    public static string Header(string text) => HeaderName().IsMatch(text) ? text : Hidden;

    /// <summary>
    /// Returns a value in quotation marks. A value that looks like a URL or contains an @ is not quoted, because it may be a login in the wrong
    /// place.
    /// </summary>
    public static string Value(string written) =>
        written.Contains('@', StringComparison.Ordinal) || written.Contains("://", StringComparison.Ordinal) ? Unquoted : $"\"{written}\"";

    /// <summary>Removes the logins of URLs from a message. A URL may have been written in place of a file, and then be part of a path.</summary>
    public static string WithoutLogins(string message) => LoginOfUrl().Replace(message, $"{Hidden}@");

    /// <summary>The error message for a variable that is not set.</summary>
    public static string NotSet(string variable) => VariableName().IsMatch(variable)
        ? $"the environment variable {variable} is not set"
        : "no environment variable of this name is set; it is not shown, as it may be a secret";

    /// <summary>Returns the error message for a file of a secret. The secret itself may have been written in place of the file's name.</summary>
    /// <param name="node">The file as written.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="problem">The problem, which mentions the path.</param>
    public static string File(TextNode node, string path, string problem) =>
        Path.Exists(path) || IsPath(node.Text, path)
            ? problem
            : $"there is no such file in {node.Place.Directory}; its name is not shown, as it may be a secret";

    /// <summary>
    /// Whether the text looks like a path. A single word needs an extension. Anything else has to look like a full path, or its directory has to
    /// exist.
    /// </summary>
    private static bool IsPath(string text, string path) => !text.Contains('/', StringComparison.Ordinal)
        ? NameWithExtension().IsMatch(text)
        : FullPath().IsMatch(text) || (Path.GetDirectoryName(path) is { Length: > 1 } directory && Directory.Exists(directory));

    [GeneratedRegex("(?<=[A-Za-z]:/{1,2})[^\\s\"]*:[^\\s\"]*@")]
    private static partial Regex LoginOfUrl();

    [GeneratedRegex(@"^[a-z][a-z_.-]{0,39}\z")]
    private static partial Regex KeyName();

    [GeneratedRegex(@"^[A-Z][a-z]*(-[A-Z]{0,3}[a-z]*){0,5}\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"^([A-Z_][A-Z0-9_]{0,79}|[a-z_]{1,80})\z")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"^[\w-]+\.[a-z]{1,10}\z")]
    private static partial Regex NameWithExtension();

    [GeneratedRegex(@"^\.{0,2}/[\w./ -]+\z")]
    private static partial Regex FullPath();
}
