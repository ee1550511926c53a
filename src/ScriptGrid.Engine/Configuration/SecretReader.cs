using System.Collections.Immutable;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Text that no message may show, and the file that it came from; null if it came from elsewhere. Empty text means no secret, even if a wider section
/// has one.
/// </summary>
internal readonly record struct Secret(string Text, string? File)
{
    /// <summary>The program that outputs the secret when it is needed; null if there is none.</summary>
    public PasswordCommand? Command { get; init; }

    /// <summary>Whether it stands for no secret. That of a file that is empty now may come: the file is followed.</summary>
    public bool IsNone => Text.Length == 0 && File is null && Command is null;

    /// <summary>Makes the credentials of a user with this secret, for a group's targets.</summary>
    public RedisCredentials Of(string? username, string group) => new(username, Text)
    {
        PasswordFile = File,
        PasswordCommand = Command,
        Group = File is null && Command is null ? null : group,
    };

    /// <summary>The origin of the secret, never the secret itself.</summary>
    public override string ToString() => File ?? Command?.ToString() ?? "inline";
}

/// <summary>Reads a secret of a section, given for example by <c>password</c>, <c>password_env</c> or <c>password_file</c>.</summary>
/// <param name="environment">The variables to which <c>_env</c> keys may refer.</param>
internal sealed class SecretReader(IReadOnlyDictionary<string, string> environment)
{
    private const string EnvironmentSuffix = "_env";
    private const string FileSuffix = "_file";
    /// <summary>The key of the program that outputs the password.</summary>
    public const string CommandKey = "password_command";

    private const string TtlKey = "password_ttl";
    private const string PasswordKey = "password";
    private const int MaxSecretBytes = 64 * 1024;

    /// <summary>Reads the password that applies; null if there is none. Keys without a value stand for no password, even if a wider section has one.</summary>
    public Secret? ReadPassword(Section section)
    {
        if (ReadCommand(section) is { } command)
        {
            return command;
        }

        Secret? password = Read(section, PasswordKey);
        if (password is { Text: "", File: { } path })
        {
            section.Problems.Warn(PlaceOf(section, PasswordKey), $"{path} is empty, so no password is sent until it has one");
        }

        return password ?? (Forms(PasswordKey).Append(CommandKey).Any(section.IsBlank) ? new Secret("", null) : null);
    }

    /// <summary>Reads the secret that applies: from a flag, else from a variable, else from the file. Null if there is none.</summary>
    public Secret? Read(Section section, string key)
    {
        List<(string Key, TextNode Node)> given = Given(section, key);
        if (given is [])
        {
            return null;
        }

        (string first, TextNode node) = given[0];
        if (given.Count > 1 && given[1].Node.Place.Origin == node.Place.Origin)
        {
            (string second, TextNode other) = given[1];
            section.Error(first, node.Place, $"the {key.Replace('_', ' ')} is also given by {second} ({other.Place}); keep one");
        }

        return node.Text.Length == 0 ? new Secret("", null)
            : first.EndsWith(FileSuffix, StringComparison.Ordinal) ? ReadFile(section, first, node)
            : first.EndsWith(EnvironmentSuffix, StringComparison.Ordinal) ? ReadVariable(section, first, node)
            : ReadText(section, node);
    }

    /// <summary>Where the secret that applies was written; the section's own place if there is none.</summary>
    public static Place PlaceOf(Section section, string key) =>
        Given(section, key) is [(_, var node), ..] ? node.Place : section.Place;

    /// <summary>The key that gives the secret; the secret's own key if none does.</summary>
    public static string KeyOf(Section section, string key) => Given(section, key) is [(var name, _), ..] ? name : key;

    /// <summary>Whether the secret is given, in any form.</summary>
    public static bool IsGiven(Section section, string key) => Given(section, key) is not [];

    /// <summary>Warns if a password is on the command line, because other users of the machine can see it in the list of processes.</summary>
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

    /// <summary>Reads the secret in a file. Returns null if that fails; the problem is then one sentence.</summary>
    public static string? TryReadFile(string path, out string problem) =>
        BoundedFile.Read(path, MaxSecretBytes, out problem) is { } bytes && Utf8Text.Decode(bytes, path, out problem) is { } text ? WithoutNewline(text) : null;

    /// <summary>Reads the program that outputs the password; null if there is none, or if a flag or a variable takes precedence.</summary>
    private static Secret? ReadCommand(Section section)
    {
        ImmutableArray<TextNode>? words = section.List(CommandKey);
        TimeSpan? ttl = section.Value(TtlKey, ValueKinds.Interval);
        Place place = section.PlaceOf(CommandKey);
        if (words is null && ttl is not null)
        {
            section.Error(TtlKey, section.PlaceOf(TtlKey), $"it has no effect without {CommandKey}; leave it out");
        }

        if (words is not [{ Text.Length: > 0 } program, ..] arguments)
        {
            if (words is not null)
            {
                section.Error(CommandKey, place, "it is empty; write [program, argument, …]");
            }

            return null;
        }

        if (Given(section, PasswordKey) is [(var key, { } other), ..])
        {
            if (other.Place.Origin != place.Origin)
            {
                return null;
            }

            section.Error(CommandKey, place, $"the password is also given by {key} ({other.Place}); keep one");
        }

        // Like every path, a program with a slash is relative to the file that names it. A name without a slash is searched as a shell would.
        string first = program.Text.Contains('/') ? Section.FilePath(program) : program.Text;
        return new Secret("", null)
        {
            Command = new PasswordCommand([first, .. arguments.Skip(1).Select(static argument => argument.Text)], ttl ?? PasswordCommand.DefaultTtl),
        };
    }

    /// <summary>Returns all that give the secret; the first applies.</summary>
    private static List<(string Key, TextNode Node)> Given(Section section, string key)
    {
        List<(string Key, TextNode Node)> given = [];
        foreach (string name in Forms(key))
        {
            if (section.Find(name) is { } node)
            {
                given.Add((name, node));
            }
        }

        return [.. given.OrderBy(static item => item.Node.Place.Origin)];
    }

    private static string[] Forms(string key) => [key, key + EnvironmentSuffix, key + FileSuffix];

    private static Secret ReadText(Section section, TextNode text)
    {
        WarnOfCommandLine(section.Problems, text.Place);
        return new Secret(text.Text, null);
    }

    private Secret? ReadVariable(Section section, string key, TextNode name)
    {
        if (environment.TryGetValue(name.Text, out string? text))
        {
            return new Secret(text, null);
        }

        section.Error(key, name.Place, ShownName.NotSet(name.Written));
        return null;
    }

    private static Secret? ReadFile(Section section, string key, TextNode node)
    {
        if (section.FilePath(key) is not { } path)
        {
            return null;
        }

        if (TryReadFile(path, out string problem) is { } secret)
        {
            return new Secret(secret, path);
        }

        section.Error(key, node.Place, ShownName.File(node, path, problem));
        return null;
    }

    private static string WithoutNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
