namespace ScriptGrid.Commands;

/// <summary>Go's programs, redis_exporter among them, take long flags with one dash as well as with two.</summary>
internal static class GoFlags
{
    private static readonly Flag[] All = [.. Flags.Serve, .. Flags.RedisExporter, .. Flags.Cluster];

    private static readonly HashSet<string> Names = [.. All.Select(static flag => flag.Name), "--version", "--help"];

    private static readonly HashSet<string> Switches = [.. All.Where(static flag => flag.Kind == FlagKind.Switch).Select(static flag => flag.Name)];

    /// <summary>Gives known flags that are written with one dash their second, and writes values as System.CommandLine takes them.</summary>
    public static string[] Normalize(IEnumerable<string> args) => [.. args.Select(WithTwoDashes).SelectMany(Value)];

    private static string WithTwoDashes(string arg) => arg.StartsWith('-') && Names.Contains("-" + arg.Split('=')[0]) ? "-" + arg : arg;

    private static string[] Value(string arg)
    {
        int equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=', StringComparison.Ordinal) : -1;
        (string name, string text) = equals < 0 ? (arg, "") : (arg[..equals], arg[(equals + 1)..]);
        return text switch
        {
            // A switch's value is in the same argument, and what is empty must be an argument of its own: else the next one is taken.
            _ when equals < 0 => [arg],
            "" => Names.Contains(name) && !Switches.Contains(name) ? [name, ""] : [],
            _ when Switches.Contains(name) && GoText.Boolean(text) is { } isOn => [$"{name}={(isOn ? "true" : "false")}"],
            _ => [arg],
        };
    }
}
