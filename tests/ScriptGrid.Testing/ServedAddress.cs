using System.Text.RegularExpressions;

namespace ScriptGrid.Testing;

/// <summary>Finds the address at which a collector serves in its log.</summary>
internal static partial class ServedAddress
{
    /// <summary>The text that a collector logs when it serves.</summary>
    public const string Mark = "Serving metrics on";

    /// <summary>Returns the address, <c>127.0.0.1:port</c>, from the log of a collector that serves.</summary>
    public static string In(string log)
    {
        Match line = Line().Match(log);
        Assert.True(line.Success, $"No address in\n{log}");
        return line.Groups[1].Value;
    }

    [GeneratedRegex(Mark + " ([^/]+:[0-9]+)/")]
    private static partial Regex Line();
}
