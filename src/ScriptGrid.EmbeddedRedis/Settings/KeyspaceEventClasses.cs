namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The letters of <c>notify-keyspace-events</c>.</summary>
internal static class KeyspaceEventClasses
{
    private const string Letters = "Ag$lshzxeKEtmdn";

    internal static string? Problem(string text) =>
        text.All(static letter => Letters.Contains(letter, StringComparison.Ordinal)) ? null : $"Invalid event class character. Use '{Letters}'.";
}
