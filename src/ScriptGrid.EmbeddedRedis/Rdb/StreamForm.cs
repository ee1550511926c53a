namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The numbers in the listpacks of streams and their meaning.</summary>
internal static class StreamForm
{
    /// <summary>Flag of an entry that was removed but is still in the data.</summary>
    internal const int Removed = 1;

    /// <summary>Flag of an entry that has the same fields as its node.</summary>
    internal const int SameFields = 2;

    /// <summary>The entries read of a group for which the number is unknown.</summary>
    internal const long Unknown = -1;

    /// <summary>Returns how many elements an entry takes, not counting the element that holds this number.</summary>
    internal static int Elements(bool hasSameFields, int pairs) => hasSameFields ? 3 + pairs : 4 + (2 * pairs);
}
