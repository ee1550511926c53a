using ScriptGrid.Exposition;

namespace ScriptGrid.Aggregation;

/// <summary>Where one family's lines end within a result's buffer; they begin where the section before ends.</summary>
/// <param name="Family">The family's index.</param>
/// <param name="End">The offset behind its last line.</param>
internal readonly record struct Section(int Family, int End);

/// <summary>A key and its value, kept apart from the lines for scripts with rollups.</summary>
internal readonly record struct KeyedValue(string Key, double Value);

/// <summary>
/// The latest results of one script on one target: its lines in every family, rendered when they were collected. One buffer is
/// overwritten in place under a lock that is held for a copy only; see docs/decisions on reused result buffers.
/// </summary>
internal sealed class ScriptResults
{
    private const int Granularity = 64;

    private readonly Lock _gate = new();
    private byte[] _lines = [];
    private Section[] _sections = [];
    private KeyedValue[] _values = [];
    private TimeSpan _expiresAt = TimeSpan.MinValue;

    /// <summary>Replaces the results.</summary>
    /// <param name="lines">The lines of all families, family by family.</param>
    /// <param name="sections">Where each family's lines end.</param>
    /// <param name="values">The values, for scripts with rollups; else empty.</param>
    /// <param name="expiresAt">When they are no longer exposed, in time since the engine's start.</param>
    public void Publish(ReadOnlySpan<byte> lines, ReadOnlySpan<Section> sections, KeyedValue[] values, TimeSpan expiresAt)
    {
        lock (_gate)
        {
            if (_lines.Length < lines.Length || _lines.Length > (lines.Length * 2) + Granularity)
            {
                _lines = GC.AllocateUninitializedArray<byte>((lines.Length + Granularity - 1) / Granularity * Granularity);
            }

            lines.CopyTo(_lines);
            if (_sections.Length != sections.Length)
            {
                _sections = new Section[sections.Length];
            }

            sections.CopyTo(_sections);
            _values = values;
            _expiresAt = expiresAt;
        }
    }

    /// <summary>
    /// Copies the family's lines, if they have not expired. False, with the room they need, where <paramref name="destination"/> is too small.
    /// </summary>
    public bool TryCopy(int family, Span<byte> destination, TimeSpan now, out int length)
    {
        lock (_gate)
        {
            ReadOnlySpan<byte> lines = _expiresAt < now ? [] : Lines(family);
            length = lines.Length;
            return lines.TryCopyTo(destination);
        }
    }

    /// <summary>
    /// Copies one family's lines as <see cref="TryCopy(int, Span{byte}, TimeSpan, out int)"/> does, and with them, from the same run, all
    /// other families' lines to where <paramref name="others"/> keeps them by family.
    /// </summary>
    public bool TryCopy(int family, Span<byte> destination, IReadOnlyList<LineChunks> others, TimeSpan now, out int length)
    {
        lock (_gate)
        {
            if (!TryCopy(family, destination, now, out length))
            {
                return false;
            }

            int start = 0;
            foreach (Section section in _expiresAt < now ? [] : _sections)
            {
                if (section.Family != family && section.End > start)
                {
                    others[section.Family].Append(_lines.AsSpan(start, section.End - start));
                }

                start = section.End;
            }

            return true;
        }
    }

    /// <summary>The values that rollups merge; none once expired.</summary>
    public KeyedValue[] ReadValues(TimeSpan now)
    {
        lock (_gate)
        {
            return _expiresAt < now ? [] : _values;
        }
    }

    private ReadOnlySpan<byte> Lines(int family)
    {
        int start = 0;
        foreach (Section section in _sections)
        {
            if (section.Family == family)
            {
                return _lines.AsSpan(start, section.End - start);
            }

            start = section.End;
        }

        return [];
    }
}
