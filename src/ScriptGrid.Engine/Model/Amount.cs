using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>Writes counts of things for people.</summary>
internal static class Amount
{
    /// <summary>Returns, for example, <c>1 target</c> or <c>2 targets</c>.</summary>
    public static string Of(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
