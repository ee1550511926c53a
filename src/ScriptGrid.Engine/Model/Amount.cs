using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>Numbers of things, in words.</summary>
internal static class Amount
{
    /// <summary><c>1 target</c>, <c>2 targets</c>.</summary>
    public static string Of(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
