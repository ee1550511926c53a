using System.CommandLine;

namespace ScriptGrid.Commands;

/// <summary>How often a flag may occur, and which values it takes.</summary>
internal enum FlagKind
{
    /// <summary>Once, with a value.</summary>
    Text,

    /// <summary>Once, with or without true or false.</summary>
    Switch,

    /// <summary>Any number of times, each time with values separated by commas.</summary>
    List,

    /// <summary>Never: the setting only has an environment variable.</summary>
    VariableOnly,
}

/// <summary>A flag that overrides a key of the configuration file, with the corresponding environment variable.</summary>
/// <param name="Name">The flag with its dashes.</param>
/// <param name="Key">The key of the setting.</param>
internal sealed record Flag(string Name, string Key)
{
    /// <summary>What the flag does, in one sentence.</summary>
    public required string Help { get; init; }

    public FlagKind Kind { get; init; }

    /// <summary>The name of the value in the help.</summary>
    public string? ValueName { get; init; }

    /// <summary>The default that the help shows; null to show none.</summary>
    public string? Default { get; init; }

    /// <summary>The environment variable that is read if the flag is not given.</summary>
    public string Variable { get; init; } =
        "SCRIPTGRID_" + Name.TrimStart('-').ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>redis_exporter's variable for the same setting. It is read only in compatibility with redis_exporter.</summary>
    public string? RedisExporterVariable { get; init; }

    /// <summary>For a flag that only redis_exporter has: what to do instead without compatibility, such as "use --target". Null for other flags.</summary>
    public string? Instead { get; init; }

    /// <summary>Converts the given value to ScriptGrid's form. By default the value is unchanged.</summary>
    public Func<string, string> Translate { get; init; } = static text => text;

    /// <summary>For a switch: the setting's value if the switch is not at its default. Default: true.</summary>
    public string Turned { get; init; } = "true";

    /// <summary>Whether redis_exporter's switch is on by default. Default: no.</summary>
    public bool IsOnByDefault { get; init; }

    /// <summary>For a flag that sets nothing: the warning when it is given, empty for none. Null for a flag that sets something.</summary>
    public string? Note { get; init; }

    /// <summary>Returns the option for System.CommandLine.</summary>
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
