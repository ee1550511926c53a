using System.CommandLine;

namespace ScriptGrid.Commands;

/// <summary>How often a flag may occur, and with what.</summary>
internal enum FlagKind
{
    /// <summary>Once, with a value.</summary>
    Text,

    /// <summary>Once, alone or with true or false.</summary>
    Switch,

    /// <summary>Several times, each with values separated by commas.</summary>
    List,

    /// <summary>Never: there is a variable and no flag.</summary>
    VariableOnly,
}

/// <summary>A flag that lays itself over a key of the configuration file, with its twin in the environment.</summary>
/// <param name="Name">The flag with its dashes.</param>
/// <param name="Key">The key of the setting it makes.</param>
internal sealed record Flag(string Name, string Key)
{
    /// <summary>What it does, in one sentence.</summary>
    public required string Help { get; init; }

    public FlagKind Kind { get; init; }

    /// <summary>What the help calls the value.</summary>
    public string? ValueName { get; init; }

    /// <summary>The default, as the help shows it; null shows none.</summary>
    public string? Default { get; init; }

    /// <summary>The environment variable that is read where the flag is not given.</summary>
    public string Variable { get; init; } =
        "SCRIPTGRID_" + Name.TrimStart('-').ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>redis_exporter's variable for the same setting, read in compatibility with it.</summary>
    public string? RedisExporterVariable { get; init; }

    /// <summary>For a flag that only redis_exporter has, the name to use instead without compatibility; else null.</summary>
    public string? OwnName { get; init; }

    /// <summary>The text that a switch stands for when it is on. Default: true.</summary>
    public string On { get; init; } = "true";

    /// <summary>The option as System.CommandLine knows it.</summary>
    public Option ToOption()
    {
        string condition = OwnName is null ? "" : " Only with --compat.redis-exporter.";
        string description = $"{Help}{condition}{(Default is null ? "" : $" [default: {Default}]")} [env: {Variable}]";
        return Kind switch
        {
            FlagKind.Switch => new Option<bool>(Name) { Description = description },
            FlagKind.List => new Option<string[]>(Name) { Description = description, HelpName = ValueName },
            _ => new Option<string>(Name) { Description = description, HelpName = ValueName },
        };
    }
}
