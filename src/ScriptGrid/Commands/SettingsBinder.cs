using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Makes settings from a parsed command line and the environment.</summary>
internal sealed partial class SettingsBinder(IReadOnlyDictionary<string, string> environment)
{
    private const string Prefix = "SCRIPTGRID_";
    private const string RedisExporterPrefix = "REDIS_EXPORTER_";

    private static readonly HashSet<string> OwnVariables = [.. Flags.Serve.Concat(Flags.Cluster).Select(static flag => flag.Variable)];

    private static readonly HashSet<string> RedisExporterVariables =
    [
        .. Flags.RedisExporter.Select(static flag => flag.Variable),
        .. Flags.Serve.Select(static flag => flag.RedisExporterVariable).OfType<string>(),
    ];

    /// <summary>
    /// Returns the settings of a command that has <paramref name="flags"/>, in order of precedence: flags before variables, and ScriptGrid's own names before
    /// those of redis_exporter.
    /// </summary>
    public CommandLineSettings Bind(ParseResult result, IReadOnlyCollection<Flag> flags)
    {
        Flag[] onLine = [.. flags.Where(flag => IsGiven(flag, result))];
        IEnumerable<Setting> given = onLine.SelectMany(flag => FromFlag(flag, (OptionResult)result.GetResult(flag.Name)!));
        IEnumerable<Setting> variables = flags.Where(flag => !Replaces(onLine, flag)).SelectMany(FromVariables);
        return new CommandLineSettings
        {
            Settings =
            [
                .. given.Concat(variables)
                    .Concat(UnknownOwn())
                    .Concat(UnknownOfRedisExporter(flags))
                    .OrderBy(static setting => setting.Origin)
                    .ThenBy(static setting => setting.Instead is not null),
            ],
            Environment = environment,
        };
    }

    private static bool IsGiven(Flag flag, ParseResult result) =>
        flag.Kind != FlagKind.VariableOnly && result.GetResult(flag.Name) is OptionResult { Implicit: false };

    /// <summary>
    /// Whether flags on the command line replace the variables of a flag. Because the values of a list add up, a list flag replaces all variables for its key.
    /// </summary>
    private static bool Replaces(Flag[] onLine, Flag flag) =>
        Array.Exists(onLine, other => other == flag || (other.Key == flag.Key && flag.Key is Setting.Script or Setting.Target or Setting.Collect));

    private static IEnumerable<Setting> FromFlag(Flag flag, OptionResult given)
    {
        string[] texts = given.Tokens.Count == 0 ? ["true"] : [.. given.Tokens.Select(static token => token.Value)];
        return texts.SelectMany(text => Settings(flag, text, new Setting(flag.Key, text, flag.Name) { Instead = flag.Instead }));
    }

    private IEnumerable<Setting> FromVariables(Flag flag) =>
        FromVariable(flag.Variable, flag, flag.Instead)
            .Concat(flag.RedisExporterVariable is null ? [] : FromVariable(flag.RedisExporterVariable, flag, flag.Name));

    /// <summary>
    /// Returns the settings of a variable. An empty variable counts as not set, except for redis_exporter's address, for which it means no target.
    /// </summary>
    private IEnumerable<Setting> FromVariable(string variable, Flag flag, string? instead) =>
        environment.TryGetValue(variable, out string? text) && (text.Length > 0 || (flag.Key == Setting.Target && instead is not null))
            ? Settings(flag, text, new Setting(flag.Key, text, variable, SettingOrigin.Environment) { Instead = instead })
            : [];

    /// <summary>Returns what a flag or its variable sets with this text.</summary>
    private static IEnumerable<Setting> Settings(Flag flag, string text, Setting setting) => flag switch
    {
        { Kind: FlagKind.Switch, Instead: not null } => OfSwitch(flag, text, setting),
        { Key: Setting.Nothing } => text.Length == 0 ? [] : [Noted(flag, setting)],
        { Key: Setting.Target } when text.Length == 0 => [setting],
        { Kind: FlagKind.List } => text
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => setting with { Text = item }),
        { Instead: not null } when text.Length == 0 => [],
        _ => [setting with { Text = flag.Translate(text) }],
    };

    /// <summary>Returns what a switch of redis_exporter sets. As in Go, a value that is neither true nor false leaves the default.</summary>
    private static IEnumerable<Setting> OfSwitch(Flag flag, string text, Setting setting) => GoText.Boolean(text) switch
    {
        null when text.Length > 0 => [setting with { Key = Setting.Nothing, Note = "it is ignored because it is neither true nor false" }],
        { } isOn when isOn != flag.IsOnByDefault => [flag.Note is null ? setting with { Text = flag.Turned } : Noted(flag, setting)],
        _ => [],
    };

    private static Setting Noted(Flag flag, Setting setting) => setting with { Note = flag.Note };

    /// <summary>
    /// Returns unknown variables with ScriptGrid's prefix. If the name is close to that of a setting, it is refused as a mistake. Any other gets a warning,
    /// because the name may mean something to another program.
    /// </summary>
    private IEnumerable<Setting> UnknownOwn() => Unknown(Prefix, OwnVariables).Select(static unknown =>
        new Setting(Setting.Nothing, "", unknown.Variable, SettingOrigin.Environment) { Note = unknown.Problem, IsRefused = unknown.IsNear });

    /// <summary>
    /// Returns warnings for unknown variables with redis_exporter's prefix. They apply only in compatibility with it, and only to commands that take its flags.
    /// </summary>
    private IEnumerable<Setting> UnknownOfRedisExporter(IReadOnlyCollection<Flag> flags) =>
        flags.All(static flag => flag.Instead is null)
            ? []
            : Unknown(RedisExporterPrefix, RedisExporterVariables).Select(static unknown =>
                new Setting(Setting.Nothing, "", unknown.Variable, SettingOrigin.Environment) { Instead = "", Note = unknown.Problem });

    private IEnumerable<(string Variable, string Problem, bool IsNear)> Unknown(string prefix, HashSet<string> known)
    {
        string[] names = [.. known.Where(HasPrefix).Select(WithoutPrefix)];
        return environment
            .Where(item => HasPrefix(item.Key) && !known.Contains(item.Key) && !IsOfKubernetes(item.Key, item.Value))
            .OrderBy(static item => item.Key, StringComparer.Ordinal)
            .Select(item => (item.Key, Hint: NearestName.Hint(prefix, WithoutPrefix(item.Key), names)))
            .Select(static item => (item.Key, $"there is no such setting{item.Hint}", item.Hint.Length > 0));

        bool HasPrefix(string name) => name.StartsWith(prefix, StringComparison.Ordinal);
        string WithoutPrefix(string name) => name[prefix.Length..];
    }

    /// <summary>
    /// Whether Kubernetes set the variable. It sets such variables in each container of a namespace that has a service whose name begins with the program's.
    /// </summary>
    private static bool IsOfKubernetes(string name, string text) =>
        OfService().IsMatch(name) || (name.EndsWith("_PORT", StringComparison.Ordinal) && text.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex(@"_SERVICE_(HOST|PORT)(_|\z)|_PORT_\d+_(TCP|UDP|SCTP)(_|\z)")]
    private static partial Regex OfService();
}
