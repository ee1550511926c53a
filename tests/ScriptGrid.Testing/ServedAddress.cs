using System.Text.RegularExpressions;

namespace ScriptGrid.Testing;

/// <summary>Where a collector serves, as its log says.</summary>
internal static partial class ServedAddress
{
    /// <summary>What a collector logs once it serves.</summary>
    public const string Mark = "Serving metrics on";

    /// <summary>The address, <c>127.0.0.1:port</c>, from the log of a collector that serves.</summary>
    public static string In(string log)
    {
        Match line = Line().Match(log);
        Assert.True(line.Success, $"No address in\n{log}");
        return line.Groups[1].Value;
    }

    [GeneratedRegex(Mark + " ([^/]+:[0-9]+)/")]
    private static partial Regex Line();
}
