using System.Text;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Text that no message may show, and the file that it came from; null where it was written inline.</summary>
internal readonly record struct Secret(string Text, string? File)
{
    /// <summary>Where it is from, and never the secret.</summary>
    public override string ToString() => File ?? "inline";
}

/// <summary>Reads a secret of a section: <c>password</c> or <c>password_file</c>, for example.</summary>
internal static class SecretReader
{
    private const int MaxSecretBytes = 64 * 1024;

    /// <summary>The secret that wins: the flag's before the variable's before the file's. Null when there is none.</summary>
    public static Secret? Read(Section section, string key = "password")
    {
        TextNode? text = section.Find(key);
        TextNode? file = section.Find(FileKey(key));
        if (text is null || file is null)
        {
            return text is not null ? ReadText(section, text) : file is not null ? ReadFile(section, key, file) : null;
        }

        if (text.Place.Origin == file.Place.Origin)
        {
            section.Error(key, text.Place, $"the {key.Replace('_', ' ')} is also given by {FileKey(key)} ({file.Place}); keep one");
        }

        return text.Place.Origin < file.Place.Origin ? ReadText(section, text) : ReadFile(section, key, file);
    }

    /// <summary>Where the secret that wins was written; the section's own place when there is none.</summary>
    public static Place PlaceOf(Section section, string key) => new[] { section.Find(key), section.Find(FileKey(key)) }
        .OfType<TextNode>()
        .Select(static node => node.Place)
        .OrderBy(static place => place.Origin)
        .FirstOrDefault(section.Place);

    /// <summary>Warns of a password that other users of the machine can see in the list of processes.</summary>
    public static void WarnOfCommandLine(Problems problems, Place place)
    {
        if (place.Origin == SettingOrigin.Flag)
        {
            problems.Warn(
                place,
                "other users of this machine can see a password on the command line; use --password-file, the environment variable " +
                "SCRIPTGRID_PASSWORD, or the configuration file instead");
        }
    }

    /// <summary>The secret in a file; null, with one sentence that says why, where it cannot be read.</summary>
    public static string? TryReadFile(string path, out string problem) =>
        BoundedFile.Read(path, MaxSecretBytes, out problem) is { } bytes ? WithoutNewline(Encoding.UTF8.GetString(bytes)) : null;

    private static string FileKey(string key) => key + "_file";

    private static Secret ReadText(Section section, TextNode text)
    {
        WarnOfCommandLine(section.Problems, text.Place);
        return new Secret(text.Text, null);
    }

    private static Secret? ReadFile(Section section, string key, TextNode node)
    {
        string fileKey = FileKey(key);
        if (section.FilePath(fileKey) is not { } path)
        {
            return null;
        }

        if (TryReadFile(path, out string problem) is not { } secret)
        {
            section.Error(fileKey, node.Place, problem);
            return null;
        }

        if (secret.Length == 0)
        {
            section.Error(fileKey, node.Place, $"{path} is empty");
        }

        return new Secret(secret, path);
    }

    private static string WithoutNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
