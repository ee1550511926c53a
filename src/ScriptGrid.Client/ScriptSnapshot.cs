using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>The latest results of a script on one target.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-snapshot")]
public sealed record ScriptSnapshot
{
    /// <summary>The script's name, which is the <c>filename</c> label.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>The result of the last run.</summary>
    [Id(1)]
    public SnapshotResult Result { get; init; }

    /// <summary>The values, in the order of the reply. Empty once the results have expired, by default after three intervals without a run.</summary>
    [Id(2)]
    public ImmutableArray<ScriptValue> Values { get; init; } = [];

    /// <summary>The duration of the last run; zero if the script was never sent, because there was no connection or it was known to fail.</summary>
    [Id(3)]
    public TimeSpan Duration { get; init; }

    /// <summary>When a run last ended without failing; null if none did.</summary>
    [Id(4)]
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>
    /// Why the last run failed, one of <see cref="FailureReasons"/>; empty if it did not. It is also empty from the moment the target moves to another silo
    /// until the next run.
    /// </summary>
    [Id(5)]
    public string Reason { get; init; } = "";

    /// <summary>The reason in words, on one line.</summary>
    [Id(6)]
    public string Message { get; init; } = "";

    /// <summary>The number of failed runs so far.</summary>
    [Id(7)]
    public long Errors { get; init; }

    /// <summary>The value of a key; null if there is none.</summary>
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
