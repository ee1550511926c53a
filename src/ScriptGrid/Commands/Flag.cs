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

    /// <summary>For a flag that only redis_exporter has, what to do instead without compatibility, as "use --target"; else null.</summary>
    public string? Instead { get; init; }

    /// <summary>What ScriptGrid makes of the value as typed. Default: it is taken as it is.</summary>
    public Func<string, string> Translate { get; init; } = static text => text;

    /// <summary>The text that a switch stands for when it is not as it is by default. Default: true.</summary>
    public string Turned { get; init; } = "true";

    /// <summary>Whether redis_exporter's switch is on unless it is turned off. Default: no.</summary>
    public bool IsOnByDefault { get; init; }

    /// <summary>For a flag that sets nothing, what is said when it is given; empty where there is nothing to say, null where it sets something.</summary>
    public string? Note { get; init; }

    /// <summary>The option as System.CommandLine knows it.</summary>
    public Option ToOption()
    {
        string condition = Instead is null ? "" : " Only with --compat.redis-exporter.";
        string description = $"{Help}{condition}{(Default is null ? "" : $" [default: {Default}]")} [env: {Variable}]";
        Option option = Kind switch
        {
            FlagKind.Switch => new Option<bool>(Name),
            FlagKind.List => new Option<string[]>(Name) { HelpName = ValueName },
            _ => new Option<string>(Name) { HelpName = ValueName },
        };
        Options.CompleteWords(option, ValueName);
        option.Description = description;
        option.Hidden = Note is not null;
        return option;
    }
}
