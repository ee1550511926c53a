using System.Buffers;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Renders the lines of targets for another process's page, until the part is large enough. Like <see cref="FleetPage"/>, it visits each result once: the
/// values go straight to the part, and the other lines wait until the values are complete.
/// </summary>
internal sealed class FleetPartWriter : IDisposable
{
    /// <summary>The most bytes of a part, unless its last target alone has more than what is left.</summary>
    public const int PartBytes = 1024 * 1024;

    private const int RoomForLastTarget = 128 * 1024;

    private readonly FamilyLines _waiting;
    private readonly LineChunks _up = new();
    private readonly LineChunks _certificates = new();
    private byte[] _lines = ArrayPool<byte>.Shared.Rent(PartBytes);
    private int _length;

    private FleetPartWriter(TargetFamilies families) => _waiting = new FamilyLines(
        Enumerable.Range(0, families.PerScript.Length).Concat(families.Declared.Select(static family => family.Id)));

    private int TotalLength => _length + _up.Length + _certificates.Length + _waiting.Length;

    /// <summary>Returns a part with the lines of targets, from the first one on, of as many as it has room for.</summary>
    /// <param name="results">The results.</param>
    /// <param name="targets">Positions in <see cref="FleetResults.Targets"/>; a negative one is a target that is not there.</param>
    /// <param name="families">The families.</param>
    /// <param name="now">The current time; expired results are left out.</param>
    /// <param name="isDeflated">Whether the part is for a page with gzip.</param>
    public static FleetPart Write(FleetResults results, IEnumerable<int> targets, TargetFamilies families, TimeSpan now, bool isDeflated = false)
    {
        using var part = new FleetPartWriter(families);
        int taken = 0;
        foreach (int target in targets)
        {
            if (target >= 0)
            {
                part.Add(results, target, now);
            }

            taken++;
            if (part.TotalLength > PartBytes - RoomForLastTarget)
            {
                break;
            }
        }

        return part.Complete(taken, isDeflated);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_lines);
        _waiting.Dispose();
        _up.Dispose();
        _certificates.Dispose();
    }

    private void Add(FleetResults results, int target, TimeSpan now)
    {
        _up.Append(results.Targets[target].IsExposed ? results.Targets[target].UpLine : []);
        _certificates.Append(results.Targets[target].IsExposed ? results.Targets[target].CertificateLines : []);
        foreach (ScriptResults script in results.ScriptsOf(target))
        {
            int length;
            while (!script.TryCopy(TargetFamilies.Values, _lines.AsSpan(_length), _waiting, now, out length))
            {
                Grow(length);
            }

            _length += length;
        }
    }

    private FleetPart Complete(int taken, bool isDeflated)
    {
        Grow(TotalLength - _length + PageDeflate.Slack);
        var sections = new List<Section> { new(TargetFamilies.Values, _length) };
        Append(FleetPart.UpFamily, _up, sections);
        Append(FleetPart.CertificatesFamily, _certificates, sections);
        foreach (int family in _waiting.Families)
        {
            Append(family, _waiting[family], sections);
        }

        if (isDeflated)
        {
            Deflate(sections);
        }

        var part = new FleetPart(_lines, [.. sections], taken, isDeflated);
        _lines = [];
        return part;
    }

    /// <summary>Replaces the lines with compressed lines, section by section.</summary>
    private void Deflate(List<Section> sections)
    {
        byte[] deflated = ArrayPool<byte>.Shared.Rent(DeflatedText.MostBytes(_length) + (sections.Count * DeflatedText.MostBytes(0)));
        int start = 0;
        int written = 0;
        for (int i = 0; i < sections.Count; i++)
        {
            int end = sections[i].End;
            written += DeflatedText.Write(_lines.AsSpan(start), end - start, deflated.AsSpan(written));
            sections[i] = sections[i] with { End = written };
            start = end;
        }

        ArrayPool<byte>.Shared.Return(_lines);
        (_lines, _length) = (deflated, written);
    }

    private void Append(int family, LineChunks lines, List<Section> sections)
    {
        foreach (ReadOnlyMemory<byte> piece in lines.Pieces)
        {
            piece.Span.CopyTo(_lines.AsSpan(_length));
            _length += piece.Length;
        }

        if (!lines.IsEmpty)
        {
            sections.Add(new Section(family, _length));
        }
    }

    /// <summary>Makes room for this many more bytes.</summary>
    private void Grow(int more)
    {
        if (_lines.Length - _length >= more)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_length + more);
        _lines.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_lines);
        _lines = larger;
    }
}
