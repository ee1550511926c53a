using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// The values of a trail: those of the first two series that the script gave. If the script no longer gives one of them, another series takes its place. Series
/// are identified by hashes, because names for each target would take more memory.
/// </summary>
internal sealed class TrailValues
{
    /// <summary>How many series are kept.</summary>
    public const int MaxSeries = 2;

    /// <summary>How many positions are searched for a series that is no longer where it was.</summary>
    private const int Reach = 64;

    private Points _points;
    private Chosen _one;
    private Chosen _other;

    public TrailValues() => ((Span<float>)_points).Fill(float.NaN);

    /// <summary>Records what a run gave.</summary>
    public void Record(int place, SampleList samples, ReadOnlySpan<byte> reply)
    {
        bool isOneLost = !Record(ref _one, place, samples, reply);
        bool isOtherLost = !Record(ref _other, RunTrail.Slots + place, samples, reply);
        if (isOneLost && isOtherLost)
        {
            (_one, _other) = (default, default);
            ((Span<float>)_points).Fill(float.NaN);
        }

        if (isOneLost || isOtherLost)
        {
            Fill(place, isOneLost, isOtherLost, samples, reply);
        }
    }

    /// <summary>Clears a slot.</summary>
    public void Clear(int place) => (_points[place], _points[RunTrail.Slots + place]) = (float.NaN, float.NaN);

    /// <summary>Returns the values of the series that are among <paramref name="series"/>.</summary>
    /// <param name="first">The place of the oldest slot.</param>
    /// <param name="series">Series that give the values their names.</param>
    public ImmutableArray<TrailSeries> Read(int first, IReadOnlyList<KeyedValue> series)
    {
        ImmutableArray<TrailSeries>.Builder found = ImmutableArray.CreateBuilder<TrailSeries>(MaxSeries);
        foreach (string name in series.Select(static value => value.Key))
        {
            uint hash = SeriesHash.Of(name);
            int start = hash == _one.Hash ? 0 : hash == _other.Hash ? RunTrail.Slots : -1;
            if (start >= 0 && found.Count < MaxSeries)
            {
                ReadOnlySpan<float> points = ((ReadOnlySpan<float>)_points).Slice(start, RunTrail.Slots);
                found.Add(new TrailSeries(name, [.. points[first..], .. points[..first]]));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Writes the values, for the silo that takes over.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_one.Hash);
        writer.Write(_one.Position);
        writer.Write(_other.Hash);
        writer.Write(_other.Position);
        foreach (float point in _points)
        {
            writer.Write(point);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TrailValues Read(BinaryReader reader)
    {
        var values = new TrailValues
        {
            _one = new Chosen { Hash = reader.ReadUInt32(), Position = reader.ReadUInt16() },
            _other = new Chosen { Hash = reader.ReadUInt32(), Position = reader.ReadUInt16() },
        };
        for (int i = 0; i < MaxSeries * RunTrail.Slots; i++)
        {
            values._points[i] = reader.ReadSingle();
        }

        return values;
    }

    private bool Record(ref Chosen chosen, int place, SampleList samples, ReadOnlySpan<byte> reply)
    {
        if (chosen.Hash == 0 || Find(ref chosen, samples, reply) is not { } value)
        {
            return false;
        }

        _points[place] = (float)value;
        return true;
    }

    private static double? Find(ref Chosen chosen, SampleList samples, ReadOnlySpan<byte> reply)
    {
        int count = Math.Min(samples.Count + samples.Rows.Count, Reach);
        for (int i = -1; i < count; i++)
        {
            int position = i < 0 ? chosen.Position : i;
            if (position < count && SeriesHash.At(position, samples, reply, out double value) == chosen.Hash)
            {
                chosen.Position = (ushort)position;
                return value;
            }
        }

        return null;
    }

    /// <summary>
    /// Replaces lost series, which the script did not give, with others that are not followed yet. If there is no other, a lost series keeps its place: it may
    /// come back.
    /// </summary>
    private void Fill(int place, bool isOneLost, bool isOtherLost, SampleList samples, ReadOnlySpan<byte> reply)
    {
        int count = Math.Min(samples.Count + samples.Rows.Count, Reach);
        for (int i = 0; i < count && (isOneLost || isOtherLost); i++)
        {
            uint hash = SeriesHash.At(i, samples, reply, out double value);
            if (hash == 0 || hash == _one.Hash || hash == _other.Hash)
            {
                continue;
            }

            int start = isOneLost ? 0 : RunTrail.Slots;
            ref Chosen lost = ref isOneLost ? ref _one : ref _other;
            lost = new Chosen { Hash = hash, Position = (ushort)i };
            Span<float> points = ((Span<float>)_points).Slice(start, RunTrail.Slots);
            points.Fill(float.NaN);
            points[place] = (float)value;
            (isOneLost, isOtherLost) = (false, isOneLost && isOtherLost);
        }
    }

    /// <summary>The points of one series, followed by those of the other.</summary>
    [InlineArray(MaxSeries * RunTrail.Slots)]
    private struct Points
    {
        private float _first;
    }

    private struct Chosen
    {
        /// <summary>The hash of the series; 0 if there is none.</summary>
        public uint Hash;

        /// <summary>Its position in the last run.</summary>
        public ushort Position;
    }
}
