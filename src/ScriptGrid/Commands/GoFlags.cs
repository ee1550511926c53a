namespace ScriptGrid.Commands;

/// <summary>Go's programs, redis_exporter among them, take long flags with one dash as well as with two.</summary>
internal static class GoFlags
{
    private static readonly HashSet<string> Names = [.. Flags.Serve.Concat(Flags.RedisExporter).Concat(Flags.Cluster).Select(static flag => flag.Name)];

    /// <summary>
    /// Gives known flags that are written with one dash their second, and leaves out flags with nothing after their equals sign:
    /// System.CommandLine would take the next argument for the value.
    /// </summary>
    public static string[] Normalize(IEnumerable<string> args) =>
    [
        .. args
            .Select(static arg => arg.StartsWith('-') && Names.Contains("-" + arg.Split('=')[0]) ? "-" + arg : arg)
            .Where(static arg => !IsEmpty(arg)),
    ];

    private static bool IsEmpty(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=') && arg.IndexOf('=', StringComparison.Ordinal) == arg.Length - 1;
}
