namespace ScriptGrid.Tests.Contrib.Library;

/// <summary>How a script of contrib is run for its sample.</summary>
/// <param name="File">Its path in contrib.</param>
internal sealed record LibrarySample(string File)
{
    /// <summary>Commands that fill the server before.</summary>
    public string[] Data { get; init; } = [];

    /// <summary>Its KEYS.</summary>
    public string[] Keys { get; init; } = [];

    /// <summary>Its ARGV.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Families, or keys of values, whose numbers differ from run to run, from machine to machine or from version to version.</summary>
    public string[] Moving { get; init; } = [];

    /// <summary>The families of which one series is shown, or behind a blank a label that it has; all series of all where there are none.</summary>
    public string[] Shown { get; init; } = [];

    /// <summary>Lines of redis.conf.</summary>
    public string[] Directives { get; init; } = [];

    /// <summary>Whether the server has a replica.</summary>
    public bool HasReplica { get; init; }

    /// <summary>A line that the server's INFO or CLUSTER INFO must have before.</summary>
    public (string Command, string Line)? Ready { get; init; }

    /// <summary>Whether it is a collector that comes with the program.</summary>
    public bool IsCollector => File.StartsWith("collectors/", StringComparison.Ordinal);

    /// <summary>Whether it may write.</summary>
    public bool Writes => File.StartsWith("patterns/", StringComparison.Ordinal) && File is not ("patterns/filter_by_threshold.lua" or "patterns/hash_get_with_defaults.lua");

    /// <summary>The command line that runs it so.</summary>
    public string CommandLine
    {
        get
        {
            string what = IsCollector ? $"--collect {Path.GetFileNameWithoutExtension(File)}" : $"--script contrib/{File}";
            return $"scriptgrid run {(Writes ? "--read-only off " : "")}{what}{List("--keys", Keys)}{List("--args", Arguments)} --target redis://10.0.0.1";
        }
    }

    private static string List(string flag, string[] values)
    {
        string list = string.Join(',', values);
        return values.Length == 0 ? "" : list.All(static c => char.IsAsciiLetterOrDigit(c) || ":,._-".Contains(c, StringComparison.Ordinal)) ? $" {flag} {list}" : $" {flag} '{list}'";
    }
}
