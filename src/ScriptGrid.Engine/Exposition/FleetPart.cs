using System.Buffers;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// A part of a page that another process puts together: the lines of some targets, family by family, in one rented array. Its last
/// user disposes it: the one who sent it, or the one who wrote it to the page.
/// </summary>
/// <param name="rented">The array, which begins with the lines.</param>
/// <param name="sections">Where each family's lines end; those of a family stand in one section.</param>
/// <param name="taken">How many of the targets that were asked for are in it.</param>
/// <param name="isDeflated">Whether each section is written as <see cref="Compression.DeflatedText"/> rather than as lines.</param>
internal sealed class FleetPart(byte[] rented, Section[] sections, int taken, bool isDeflated = false) : IDisposable
{
    /// <summary>The section of the family that tells whether targets answer.</summary>
    public const int UpFamily = -1;

    /// <summary>The section of the family that tells when certificates end. Silos that do not know it take it for a script's, and leave it out.</summary>
    public const int CertificatesFamily = int.MaxValue;

    private byte[]? _rented = rented;

    /// <summary>Where each family's lines end.</summary>
    public IReadOnlyList<Section> Sections { get; } = sections;

    /// <summary>How many of the targets that were asked for are in it, from the first on.</summary>
    public int Taken { get; } = taken;

    /// <summary>Whether each section is compressed, as a page with gzip takes it.</summary>
    public bool IsDeflated { get; } = isDeflated;

    /// <summary>All lines; none once it was disposed.</summary>
    public ReadOnlyMemory<byte> Lines => _rented is { } lines ? lines.AsMemory(0, sections is [.., Section last] ? last.End : 0) : default;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
