using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Makes settings of a parsed command line and the environment.</summary>
internal sealed class SettingsBinder(IReadOnlyDictionary<string, string> environment)
{
    private const string Prefix = "SCRIPTGRID_";

    /// <summary>What Go, and so redis_exporter, reads as true.</summary>
    private static readonly string[] GoTrue = ["1", "t", "T", "true", "True", "TRUE"];

    /// <summary>
    /// The settings of a command that has <paramref name="flags"/>, in order of precedence: flags before variables, and own names before
    /// those of redis_exporter.
    /// </summary>
    public CommandLineSettings Bind(ParseResult result, IReadOnlyCollection<Flag> flags)
    {
        Setting[] given = [.. flags.SelectMany(flag => FromFlag(flag, result))];
        IEnumerable<Setting> variables = flags
            .SelectMany(FromVariables)
            .Where(variable => !IsList(variable) || Array.TrueForAll(given, flag => flag.Key != variable.Key));
        return new CommandLineSettings
        {
            Settings =
            [
                .. given.Concat(variables)
                    .OrderBy(static setting => setting.Origin)
                    .ThenBy(static setting => setting.OwnName is not null),
            ],
            Warnings = UnknownVariables(),
        };
    }

    /// <summary>Values of a list add up, so a flag must replace the whole list of its variable.</summary>
    private static bool IsList(Setting setting) => setting.Key is Setting.Script or Setting.Target;

    private static IEnumerable<Setting> FromFlag(Flag flag, ParseResult result)
    {
        if (flag.Kind == FlagKind.VariableOnly || result.GetResult(flag.Name) is not OptionResult { Implicit: false } given)
        {
            return [];
        }

        bool isBare = flag.Kind == FlagKind.Switch && given.Tokens.Count == 0;
        string[] texts = isBare ? ["true"] : [.. given.Tokens.Select(static token => token.Value)];
        return texts
            .SelectMany(text => Values(flag, text))
            .Select(text => new Setting(flag.Key, text, flag.Name) { OwnName = flag.OwnName });
    }

    private IEnumerable<Setting> FromVariables(Flag flag) =>
        FromVariable(flag.Variable, flag, flag.OwnName)
            .Concat(flag.RedisExporterVariable is null ? [] : FromVariable(flag.RedisExporterVariable, flag, flag.Name));

    /// <summary>A variable that is empty counts as not set.</summary>
    private IEnumerable<Setting> FromVariable(string variable, Flag flag, string? ownName) =>
        environment.TryGetValue(variable, out string? text) && text.Length > 0
            ? Values(flag, text).Select(value => new Setting(flag.Key, value, variable, SettingOrigin.Environment) { OwnName = ownName })
            : [];

    private static string[] Values(Flag flag, string text) => flag switch
    {
        { Kind: FlagKind.List } => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        { OwnName: not null, Kind: FlagKind.Switch } => GoTrue.Contains(text) ? [flag.On] : [],
        { OwnName: not null } when text.Length == 0 => [],
        _ => [text],
    };

    private ImmutableArray<string> UnknownVariables()
    {
        HashSet<string> known = [.. Flags.Serve.Concat(Flags.Cluster).Select(static flag => flag.Variable)];
        return
        [
            .. environment.Keys
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(name) && !IsOfKubernetes(name))
                .Order(StringComparer.Ordinal)
                .Select(name => $"{name}: there is no such setting{NearestName.Hint(name, known)}"),
        ];
    }

    /// <summary>Kubernetes sets these in each container beside a service named scriptgrid.</summary>
    private static bool IsOfKubernetes(string name) =>
        name.StartsWith("SCRIPTGRID_SERVICE_", StringComparison.Ordinal) || name.StartsWith("SCRIPTGRID_PORT", StringComparison.Ordinal);
}
