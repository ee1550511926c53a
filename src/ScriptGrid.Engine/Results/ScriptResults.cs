using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Where one family's lines end within a result's buffer. They begin where the previous section ends.</summary>
/// <param name="Family">The family's index or id, see <see cref="Exposition.TargetFamilies"/>.</param>
/// <param name="End">The offset after its last line.</param>
internal readonly record struct Section(int Family, int End);

/// <summary>
/// The latest results of one script on one target: its lines in every family, rendered when they were collected. One buffer is
/// overwritten in place, under a lock that is held only for a copy; see docs/decisions/0004-reused-result-buffers.md.
/// </summary>
/// <remarks>
/// A scrape visits many thousands of these objects, and spends its time waiting for memory. So the lock is the object itself, and the table of sections
/// precedes the lines in the buffer: nothing else has to be fetched.
/// </remarks>
internal sealed class ScriptResults
{
    private const int Granularity = 64;

    private byte[] _buffer = [];
    private int _sectionCount;
    private int _length;
    private SeriesCount _count;
    private volatile bool _isLeftOut;
    private TimeSpan _expiresAt = TimeSpan.MinValue;
    private KeyedValue[] _values = [];

    private Span<Section> Sections => MemoryMarshal.Cast<byte, Section>(_buffer.AsSpan())[.._sectionCount];

    private Span<byte> Lines => _buffer.AsSpan(_sectionCount * Unsafe.SizeOf<Section>(), _length);

    /// <summary>Whether pages leave out what the script gave, because there are too many series; see <see cref="SeriesLimits"/>.</summary>
    public bool IsLeftOut
    {
        get => _isLeftOut;
        set => _isLeftOut = value;
    }

    /// <summary>Returns the number of series; none if the results have expired.</summary>
    public SeriesCount Count(TimeSpan now)
    {
        lock (this)
        {
            return _expiresAt < now ? default : _count;
        }
    }

    /// <summary>Replaces the results.</summary>
    /// <param name="lines">The lines of all families, family by family.</param>
    /// <param name="sections">Where each family's lines end.</param>
    /// <param name="values">The values, for scripts with rollups; otherwise empty.</param>
    /// <param name="expiresAt">When they are no longer exposed, as the time since the engine's start.</param>
    public void Publish(ReadOnlySpan<byte> lines, ReadOnlySpan<Section> sections, KeyedValue[] values, TimeSpan expiresAt)
    {
        int needed = (sections.Length * Unsafe.SizeOf<Section>()) + lines.Length;
        lock (this)
        {
            if (_buffer.Length < needed || _buffer.Length > (needed * 2) + Granularity)
            {
                _buffer = GC.AllocateUninitializedArray<byte>((needed + Granularity - 1) / Granularity * Granularity);
            }

            _sectionCount = sections.Length;
            _length = lines.Length;
            _count = SeriesCount.Of(lines, sections);
            sections.CopyTo(Sections);
            lines.CopyTo(Lines);
            _values = values;
            _expiresAt = expiresAt;
        }
    }

    /// <summary>Lets what has not expired yet expire later.</summary>
    public void Postpone(TimeSpan by, TimeSpan now)
    {
        lock (this)
        {
            if (_expiresAt >= now)
            {
                _expiresAt += by;
            }
        }
    }

    /// <summary>Removes everything from the page, until something is published again.</summary>
    public void Withdraw()
    {
        lock (this)
        {
            (_buffer, _sectionCount, _length, _count, _values, _expiresAt) = ([], 0, 0, default, [], TimeSpan.MinValue);
        }
    }

    /// <summary>Removes the lines and values of some declared metrics from the page; the others stay.</summary>
    public void Withdraw(IReadOnlyCollection<MetricDeclaration> metrics)
    {
        lock (this)
        {
            (byte[] lines, Section[] sections) = FamilyRemoval.Apply(Lines, Sections, [.. metrics.Select(static metric => metric.FamilyId)]);
            KeyedValue[] values = [.. _values.Where(value => metrics.All(metric => metric.Name != value.Metric))];
            Publish(lines, sections, values, _expiresAt);
        }
    }

    /// <summary>Replaces the target label in the lines.</summary>
    public void Relabel(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        lock (this)
        {
            (byte[] lines, Section[] sections) = LabelReplacement.Apply(Lines, Sections, before, after);
            Publish(lines, sections, _values, _expiresAt);
        }
    }

    /// <summary>
    /// Copies the family's lines, if they have not expired. If <paramref name="destination"/> is too small, returns false and the length that they need.
    /// </summary>
    public bool TryCopy(int family, Span<byte> destination, TimeSpan now, out int length)
    {
        lock (this)
        {
            return TryCopyLocked(family, destination, now, out length);
        }
    }

    /// <summary>
    /// Copies one family's lines as <see cref="TryCopy(int, Span{byte}, TimeSpan, out int)"/> does, and appends those of all other families, from the same run,
    /// to <paramref name="others"/>. This is for a page: if <see cref="IsLeftOut"/> is set, it leaves out what the script gave.
    /// </summary>
    public bool TryCopy(int family, Span<byte> destination, FamilyLines others, TimeSpan now, out int length)
    {
        lock (this)
        {
            length = 0;
            if (!IsLeftOff(family) && !TryCopyLocked(family, destination, now, out length))
            {
                return false;
            }

            AppendLocked(others, now, except: family);
            return true;
        }
    }

    /// <summary>Appends the lines of all families to <paramref name="lines"/>, unless they have expired or are left off the page.</summary>
    public void CopyTo(FamilyLines lines, TimeSpan now)
    {
        lock (this)
        {
            AppendLocked(lines, now, except: null);
        }
    }

    /// <summary>Whether there is anything to expose.</summary>
    public bool HasLines(TimeSpan now)
    {
        lock (this)
        {
            return _length > 0 && _expiresAt >= now;
        }
    }

    /// <summary>Returns the values for rollups; none if they have expired.</summary>
    public KeyedValue[] ReadValues(TimeSpan now)
    {
        lock (this)
        {
            return _expiresAt < now ? [] : _values;
        }
    }

    /// <summary>Returns a copy of one family's lines; none if they have expired.</summary>
    public byte[] CopyLines(int family, TimeSpan now)
    {
        lock (this)
        {
            return _expiresAt < now ? [] : LinesOf(family).ToArray();
        }
    }

    /// <summary>Returns a copy of the lines of all families after the given one; none if they have expired.</summary>
    public byte[] CopyLinesAfter(int family, TimeSpan now)
    {
        lock (this)
        {
            foreach (Section section in _expiresAt < now ? [] : Sections)
            {
                if (section.Family == family)
                {
                    return Lines[section.End..].ToArray();
                }
            }

            return [];
        }
    }

    /// <summary>Returns a copy of everything that is exposed.</summary>
    public PublishedResults Copy(TimeSpan now)
    {
        lock (this)
        {
            // The expiry time of a script that never ran is TimeSpan.MinValue: subtracting from it would overflow.
            TimeSpan expiresIn = _expiresAt < now ? TimeSpan.FromTicks(-1) : _expiresAt - now;
            return new PublishedResults(Lines.ToArray(), Sections.ToArray(), _values, expiresIn);
        }
    }

    /// <summary>Moves the buffer to fresh memory. Buffers that are moved one after the other are next to each other afterwards.</summary>
    public void Relocate()
    {
        lock (this)
        {
            _buffer = _buffer.AsSpan().ToArray();
        }
    }

    private bool TryCopyLocked(int family, Span<byte> destination, TimeSpan now, out int length)
    {
        ReadOnlySpan<byte> lines = _expiresAt < now ? [] : LinesOf(family);
        length = lines.Length;
        return lines.TryCopyTo(destination);
    }

    private void AppendLocked(FamilyLines lines, TimeSpan now, int? except)
    {
        int start = 0;
        foreach (Section section in _expiresAt < now ? [] : Sections)
        {
            if (section.Family != except && section.End > start && !IsLeftOff(section.Family))
            {
                lines.Append(section.Family, Lines[start..section.End]);
            }

            start = section.End;
        }
    }

    private bool IsLeftOff(int family) => _isLeftOut && SeriesCount.IsGiven(family);

    private Span<byte> LinesOf(int family)
    {
        int start = 0;
        foreach (Section section in Sections)
        {
            if (section.Family == family)
            {
                return Lines[start..section.End];
            }

            start = section.End;
        }

        return [];
    }
}
