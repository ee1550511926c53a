namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Why a key was changed or removed.</summary>
internal enum KeyChange
{
    /// <summary>A command changed or removed it.</summary>
    ByCommand,

    /// <summary>It expired, or was removed to free memory.</summary>
    Unasked,

    /// <summary>All keys of its database were removed or exchanged.</summary>
    OfWholeDatabase,
}
