using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>What is exposed about a script's runs on a target, in addition to their values.</summary>
internal struct RunHistory
{
    /// <summary>Stands for the duration of a run that was never sent. A negative number takes less memory than a nullable one.</summary>
    private static readonly TimeSpan Unsent = TimeSpan.FromTicks(-1);

    private int[]? _errors;
    private TimeSpan _lastDuration;

    /// <summary>The last run's result; null before the first has ended.</summary>
    public ScriptResult? LastResult { get; private set; }

    /// <summary>How long the last run took; null if it was never sent, and before the first has ended.</summary>
    public readonly TimeSpan? LastDuration => LastResult is null || _lastDuration < TimeSpan.Zero ? null : _lastDuration;

    /// <summary>Wall time of the last run that did not fail, since the Unix epoch; zero if there is none.</summary>
    public TimeSpan LastSuccess { get; private set; }

    /// <summary>The number of failed runs by reason; empty if none has failed.</summary>
    public readonly ReadOnlySpan<int> Errors => _errors;

    /// <summary>Records a run that gave values, or none.</summary>
    public void Succeeded(ScriptResult result, TimeSpan duration, TimeSpan unixTime)
    {
        LastResult = result;
        _lastDuration = duration;
        LastSuccess = unixTime;
    }

    /// <summary>Records a run that failed.</summary>
    /// <param name="reason">Why it failed.</param>
    /// <param name="duration">How long it took; null if it was never sent.</param>
    public void Failed(FailureReason reason, TimeSpan? duration)
    {
        LastResult = ScriptResult.Failed;
        _lastDuration = duration ?? Unsent;
        _errors ??= new int[Failure.ReasonCount];
        _errors[(int)reason]++;
    }

    /// <summary>Returns a copy in which the last run has failed. The counts of errors and the last success stay.</summary>
    /// <param name="waited">The duration of the run.</param>
    public readonly RunHistory Unfinished(TimeSpan waited) => this with
    {
        LastResult = ScriptResult.Failed,
        _lastDuration = waited,
        _errors = (int[]?)_errors?.Clone(),
    };

    /// <summary>Writes the history, for the silo that takes over. Older silos know no run without a duration, so its duration is written as zero.</summary>
    public readonly void Write(BinaryWriter writer)
    {
        writer.Write((sbyte)(LastResult is { } result ? (int)result : -1));
        writer.Write(LastDuration?.Ticks ?? 0);
        writer.Write(LastSuccess.Ticks);
        writer.Write7BitEncodedInt(Errors.Length);
        foreach (int count in Errors)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RunHistory Read(BinaryReader reader)
    {
        sbyte result = reader.ReadSByte();
        long duration = reader.ReadInt64();
        var history = new RunHistory
        {
            LastResult = result < 0 ? null : (ScriptResult)result,
            _lastDuration = IsUnsent((ScriptResult)result, TimeSpan.FromTicks(duration)) ? Unsent : TimeSpan.FromTicks(duration),
            LastSuccess = TimeSpan.FromTicks(reader.ReadInt64()),
        };
        int[] errors = new int[reader.Read7BitEncodedInt()];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = reader.Read7BitEncodedInt();
        }

        history._errors = errors.Length == 0 ? null : errors;
        return history;
    }

    /// <summary>Whether a run with this result and this duration, as silos tell each other, was never sent.</summary>
    public static bool IsUnsent(ScriptResult? result, TimeSpan duration) => result == ScriptResult.Failed && duration == TimeSpan.Zero;
}
