namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>What numbers mean in the listpacks of streams.</summary>
internal static class StreamForm
{
    /// <summary>An entry that was removed and whose place is left.</summary>
    internal const int Removed = 1;

    /// <summary>An entry whose fields are those of its node.</summary>
    internal const int SameFields = 2;

    /// <summary>A group of which nobody can tell how much it has read.</summary>
    internal const long Unknown = -1;

    /// <summary>How many elements an entry takes, without the one that says so.</summary>
    internal static int Elements(bool hasSameFields, int pairs) => hasSameFields ? 3 + pairs : 4 + (2 * pairs);
}
