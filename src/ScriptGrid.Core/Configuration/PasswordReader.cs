using System.Text;

namespace ScriptGrid.Configuration;

/// <summary>Reads <c>password</c> or <c>password_file</c> of a section.</summary>
internal static class PasswordReader
{
    private const int MaxPasswordBytes = 64 * 1024;

    /// <summary>The password that wins: the flag's before the variable's before the file's. Null when there is none.</summary>
    public static string? Read(Section section)
    {
        TextNode? password = section.Find("password");
        TextNode? file = section.Find("password_file");
        if (password is null || file is null)
        {
            return password is not null ? ReadText(section, password) : file is not null ? ReadFile(section, file) : null;
        }

        if (password.Place.Origin == file.Place.Origin)
        {
            section.Error("password", password.Place, $"the password is also given by password_file ({file.Place}); keep one");
        }

        return password.Place.Origin < file.Place.Origin ? ReadText(section, password) : ReadFile(section, file);
    }

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

    private static string ReadText(Section section, TextNode password)
    {
        WarnOfCommandLine(section.Problems, password.Place);
        return password.Text;
    }

    private static string? ReadFile(Section section, TextNode node)
    {
        if (section.FilePath("password_file") is not { } path)
        {
            return null;
        }

        if (BoundedFile.Read(path, MaxPasswordBytes, out string problem) is not { } bytes)
        {
            section.Error("password_file", node.Place, problem);
            return null;
        }

        string password = WithoutNewline(Encoding.UTF8.GetString(bytes));
        if (password.Length == 0)
        {
            section.Error("password_file", node.Place, $"{path} is empty");
        }

        return password;
    }

    private static string WithoutNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
