using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>What is exposed about a script's runs on a target, in addition to their values.</summary>
internal struct RunHistory
{
    private int[]? _errors;

    /// <summary>The last run's result; null before the first has ended.</summary>
    public ScriptResult? LastResult { get; private set; }

    /// <summary>How long the last run took.</summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>Wall time of the last run that did not fail, since the Unix epoch; zero if there is none.</summary>
    public TimeSpan LastSuccess { get; private set; }

    /// <summary>The number of failed runs by reason; empty if none has failed.</summary>
    public readonly ReadOnlySpan<int> Errors => _errors;

    /// <summary>Records a run that gave values, or none.</summary>
    public void Succeeded(ScriptResult result, TimeSpan duration, TimeSpan unixTime)
    {
        LastResult = result;
        LastDuration = duration;
        LastSuccess = unixTime;
    }

    /// <summary>Records a run that failed.</summary>
    public void Failed(FailureReason reason, TimeSpan duration)
    {
        LastResult = ScriptResult.Failed;
        LastDuration = duration;
        _errors ??= new int[Failure.ReasonCount];
        _errors[(int)reason]++;
    }

    /// <summary>Writes the history, for the silo that takes over.</summary>
    public readonly void Write(BinaryWriter writer)
    {
        writer.Write((sbyte)(LastResult is { } result ? (int)result : -1));
        writer.Write(LastDuration.Ticks);
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
        var history = new RunHistory
        {
            LastResult = result < 0 ? null : (ScriptResult)result,
            LastDuration = TimeSpan.FromTicks(reader.ReadInt64()),
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
}
