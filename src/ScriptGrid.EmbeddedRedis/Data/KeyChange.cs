namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Why a key was changed or removed.</summary>
internal enum KeyChange
{
    /// <summary>A command did it.</summary>
    ByCommand,

    /// <summary>It expired, or went for room.</summary>
    Unasked,

    /// <summary>All of its database was removed or exchanged.</summary>
    OfWholeDatabase,
}
