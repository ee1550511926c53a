using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Which names messages repeat. A secret may have been written where a key, a variable or a file belongs, so what is spelt like none of these is not
/// shown: its line is enough to find it.
/// </summary>
internal static partial class ShownName
{
    /// <summary>What stands for a value that is not quoted.</summary>
    public const string Unquoted = "it";

    private const string Hidden = "***";

    /// <summary>A key, or stars.</summary>
    public static string Key(string text) => KeyName().IsMatch(text) ? text : Hidden;

    /// <summary>The name of a header, or stars.</summary>
    public static string Header(string text) => HeaderName().IsMatch(text) ? text : Hidden;

    /// <summary>A value in quotation marks; not what is spelt like a URL or has an @, which may be a login written in the wrong place.</summary>
    public static string Value(string written) =>
        written.Contains('@', StringComparison.Ordinal) || written.Contains("://", StringComparison.Ordinal) ? Unquoted : $"\"{written}\"";

    /// <summary>A message without the logins of URLs in it, such as one that stands where a file belongs, and is part of its path.</summary>
    public static string WithoutLogins(string message) => LoginOfUrl().Replace(message, $"{Hidden}@");

    /// <summary>Says of a variable that it is not set.</summary>
    public static string NotSet(string variable) => VariableName().IsMatch(variable)
        ? $"the environment variable {variable} is not set"
        : "no environment variable of this name is set; it is not shown, as it may be a secret";

    /// <summary>What is wrong with a file that holds a secret, which may be written there in its place.</summary>
    /// <param name="node">The file as written.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="problem">What is wrong, with the path.</param>
    public static string File(TextNode node, string path, string problem) =>
        Path.Exists(path) || IsPath(node.Text, path)
            ? problem
            : $"there is no such file in {node.Place.Directory}; its name is not shown, as it may be a secret";

    /// <summary>A word alone needs an extension, and what is not spelt like a full path a directory that exists.</summary>
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
