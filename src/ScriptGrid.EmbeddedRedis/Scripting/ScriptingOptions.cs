namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Limits that the host of the embedded Redis sets for scripts.</summary>
internal sealed record ScriptingOptions
{
    /// <summary>How long a script may run before it ends with an error; unlimited by default, as in Redis.</summary>
    internal TimeSpan? TimeLimit { get; init; }

    /// <summary>The bytes that scripts may hold, 1 GiB by default. Beyond that, they fail with "not enough memory".</summary>
    internal long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Receives what scripts log by <c>redis.log</c>: the level, from 0 for debugging to 3 for a warning, and the text. Null by default.</summary>
    internal Action<int, string>? Log { get; init; }
}
