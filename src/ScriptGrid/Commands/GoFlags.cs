using System.CommandLine;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>
/// Supports flags as Go's programs, including redis_exporter, take them: long flags with one dash or two, and a switch's value after an equals sign.
/// </summary>
internal static class GoFlags
{
    private static readonly Flag[] All = [.. Flags.Serve, .. Flags.RedisExporter, .. Flags.Cluster];

    private static readonly HashSet<string> Names = [.. All.Select(static flag => flag.Name), "--version", "--help"];

    /// <summary>Returns the names of all switches of a command and its subcommands.</summary>
    public static HashSet<string> SwitchesOf(Command command) =>
    [
        .. command.Options.OfType<Option<bool>>().Select(static option => option.Name), .. command.Subcommands.SelectMany(SwitchesOf),
    ];

    /// <summary>Adds the second dash to known flags with one dash, and writes values in the form that System.CommandLine takes.</summary>
    public static string[] Normalize(IEnumerable<string> args, HashSet<string> switches) =>
        [.. args.Select(WithTwoDashes).SelectMany(arg => Value(arg, switches))];

    /// <summary>Returns a problem for each switch whose value is neither true nor false.</summary>
    public static IEnumerable<string> Problems(IEnumerable<string> args, HashSet<string> switches)
    {
        foreach (string arg in args.Select(WithTwoDashes))
        {
            if (Split(arg) is var (name, text) && switches.Contains(name) && GoText.Boolean(text) is null)
            {
                yield return $"{name}: {ValueKinds.Boolean.Problem(text)}";
            }
        }
    }

    private static string WithTwoDashes(string arg) => arg.StartsWith('-') && Names.Contains("-" + arg.Split('=')[0]) ? "-" + arg : arg;

    private static string[] Value(string arg, HashSet<string> switches)
    {
        if (Split(arg) is not var (name, text))
        {
            return [arg];
        }

        // System.CommandLine accepts only these two words, and only within the same argument.
        if (switches.Contains(name))
        {
            return [$"{name}={(GoText.Boolean(text) == false ? "false" : "true")}"];
        }

        // An empty value must be an argument of its own; otherwise the next argument would be taken as the value.
        return text.Length == 0 ? [name, ""] : [arg];
    }

    private static (string Name, string Text)? Split(string arg)
    {
        int equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? null : (arg[..equals], arg[(equals + 1)..]);
    }
}
