using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>What a script gave last on one target.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-snapshot")]
public sealed record ScriptSnapshot
{
    /// <summary>The script's name, which is the <c>filename</c> label.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>What the last run gave.</summary>
    [Id(1)]
    public SnapshotResult Result { get; init; }

    /// <summary>The values, in the order of the reply; none once the results have expired (by default after three intervals without a run).</summary>
    [Id(2)]
    public ImmutableArray<ScriptValue> Values { get; init; } = [];

    /// <summary>How long the last run took; zero where it was not asked for, since it was known to fail.</summary>
    [Id(3)]
    public TimeSpan Duration { get; init; }

    /// <summary>When a run last did not fail; null if none did.</summary>
    [Id(4)]
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>
    /// Where the last run failed, why: one of <see cref="FailureReasons"/>. Else empty, and so it is after a change of the owner until
    /// the next run.
    /// </summary>
    [Id(5)]
    public string Reason { get; init; } = "";

    /// <summary>The server's words for it; one line.</summary>
    [Id(6)]
    public string Message { get; init; } = "";

    /// <summary>How many runs failed so far.</summary>
    [Id(7)]
    public long Errors { get; init; }

    /// <summary>The value of a key; null where there is none.</summary>
    public double? this[string key]
    {
        get
        {
            foreach (ScriptValue value in Values)
            {
                if (value.Key == key)
                {
                    return value.Value;
                }
            }

            return null;
        }
    }
}
