namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What a script or function declares in its shebang or registration.</summary>
[Flags]
internal enum ScriptFlags
{
    None = 0,
    NoWrites = 1 << 0,
    AllowOom = 1 << 1,
    AllowStale = 1 << 2,
    NoCluster = 1 << 3,
    AllowCrossSlotKeys = 1 << 4,

    /// <summary>A script without a shebang. Each of its commands is checked separately.</summary>
    Undeclared = 1 << 5,
}

/// <summary>The flags' names, in the order in which FUNCTION LIST shows them.</summary>
internal static class ScriptFlagNames
{
    private static readonly (string Name, ScriptFlags Flag)[] All =
    [
        ("no-writes", ScriptFlags.NoWrites),
        ("allow-oom", ScriptFlags.AllowOom),
        ("allow-stale", ScriptFlags.AllowStale),
        ("no-cluster", ScriptFlags.NoCluster),
        ("allow-cross-slot-keys", ScriptFlags.AllowCrossSlotKeys),
    ];

    internal static bool TryParse(string name, out ScriptFlags flag)
    {
        flag = Array.Find(All, entry => entry.Name == name).Flag;
        return flag != ScriptFlags.None;
    }

    internal static string[] NamesOf(ScriptFlags flags) => [.. All.Where(entry => flags.HasFlag(entry.Flag)).Select(entry => entry.Name)];
}
