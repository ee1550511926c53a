using System.Runtime.CompilerServices;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// The last quarter of an hour of one script on one target, in slots of 15 s. Each slot holds the worst result, the longest duration, and the last values of
/// two series. Memory is bounded: 168 bytes, and 512 more once the script gives values. Guarded by the collector's lock.
/// </summary>
internal sealed class RunTrail
{
    /// <summary>The number of slots.</summary>
    public const int Slots = 60;

    /// <summary>The length of a slot.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private Outcomes _outcomes;
    private Durations _durations;
    private TrailValues? _values;
    private int _slot;

    /// <summary>Records a run that ended.</summary>
    /// <param name="unixTime">When it ended, since the Unix epoch.</param>
    /// <param name="result">Its result.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="samples">The values that it gave.</param>
    /// <param name="reply">The reply that holds their keys and labels.</param>
    public void Record(TimeSpan unixTime, ScriptResult result, TimeSpan duration, SampleList samples, ReadOnlySpan<byte> reply)
    {
        MoveTo(SlotOf(unixTime));
        int place = _slot % Slots;
        _outcomes.Set(place, (TrailOutcome)Math.Max((int)_outcomes.Get(place), (int)OutcomeOf(result)));
        _durations[place] = Half.Max(_durations[place], (Half)duration.TotalSeconds);
        if (result == ScriptResult.Values)
        {
            _values ??= new TrailValues();
            _values.Record(place, samples, reply);
        }
    }

    /// <summary>Returns all slots up to the one of <paramref name="unixTime"/>, the oldest first.</summary>
    /// <param name="unixTime">The time since the Unix epoch.</param>
    /// <param name="series">Series of the script's last run, which give the values their names. Values of other series are not returned.</param>
    public TrailReport Read(TimeSpan unixTime, IReadOnlyList<KeyedValue> series)
    {
        MoveTo(Math.Max(_slot, SlotOf(unixTime)));
        byte[] outcomes = new byte[Slots];
        float[] durations = new float[Slots];
        for (int i = 0; i < Slots; i++)
        {
            int place = (_slot + 1 + i) % Slots;
            outcomes[i] = (byte)_outcomes.Get(place);
            durations[i] = (float)_durations[place];
        }

        DateTimeOffset end = DateTimeOffset.UnixEpoch + ((_slot + 1) * Step);
        return new TrailReport(end, [.. outcomes], [.. durations], _values?.Read((_slot + 1) % Slots, series) ?? []);
    }

    /// <summary>Writes the trail, for the silo that takes over.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_slot);
        for (int i = 0; i < Slots; i++)
        {
            writer.Write((byte)_outcomes.Get(i));
        }

        foreach (Half duration in _durations)
        {
            writer.Write(duration);
        }

        writer.Write(_values is not null);
        _values?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RunTrail Read(BinaryReader reader)
    {
        var trail = new RunTrail { _slot = reader.ReadInt32() };
        for (int i = 0; i < Slots; i++)
        {
            trail._outcomes.Set(i, (TrailOutcome)reader.ReadByte());
        }

        for (int i = 0; i < Slots; i++)
        {
            trail._durations[i] = reader.ReadHalf();
        }

        trail._values = reader.ReadBoolean() ? TrailValues.Read(reader) : null;
        return trail;
    }

    private static int SlotOf(TimeSpan unixTime) => (int)(unixTime.Ticks / Step.Ticks);

    /// <summary>Moves on to a slot, and clears the slots between, in which no run ended.</summary>
    private void MoveTo(int slot)
    {
        for (int empty = Math.Max(_slot + 1, slot - Slots + 1); empty <= slot; empty++)
        {
            int place = empty % Slots;
            _outcomes.Set(place, TrailOutcome.None);
            _durations[place] = default;
            _values?.Clear(place);
        }

        _slot = Math.Max(_slot, slot);
    }

    private static TrailOutcome OutcomeOf(ScriptResult result) => result switch
    {
        ScriptResult.Values => TrailOutcome.Ok,
        ScriptResult.Empty => TrailOutcome.Empty,
        _ => TrailOutcome.Failed,
    };

    /// <summary>Two bits for each slot.</summary>
    private struct Outcomes
    {
        private const int OfByte = 4;

        private Packed _packed;

        public readonly TrailOutcome Get(int place) => (TrailOutcome)((_packed[place / OfByte] >> Shift(place)) & 3);

        public void Set(int place, TrailOutcome outcome)
        {
            ref byte four = ref _packed[place / OfByte];
            four = (byte)((four & ~(3 << Shift(place))) | (((int)outcome & 3) << Shift(place)));
        }

        private static int Shift(int place) => place % OfByte * 2;

        [InlineArray(Slots / OfByte)]
        private struct Packed
        {
            private byte _first;
        }
    }

    [InlineArray(Slots)]
    private struct Durations
    {
        private Half _first;
    }
}

/// <summary>The worst result in a slot. Worse results have larger numbers. The numbers are a contract between silos.</summary>
internal enum TrailOutcome
{
    /// <summary>No run ended.</summary>
    None = 0,

    /// <summary>All runs gave values.</summary>
    Ok = 1,

    /// <summary>A run gave no values, but none failed.</summary>
    Empty = 2,

    /// <summary>A run failed.</summary>
    Failed = 3,
}
