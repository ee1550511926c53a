using System.Buffers;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// A part of a page that another process renders: the lines of some targets, family by family, in one rented array. Its last
/// user disposes it: the code that sent it, or the code that wrote it to the page.
/// </summary>
/// <param name="rented">The rented array, which begins with the lines.</param>
/// <param name="sections">Where each family's lines end. The lines of a family are in one section.</param>
/// <param name="taken">How many of the requested targets are in it.</param>
/// <param name="isDeflated">Whether each section is written as <see cref="Compression.DeflatedText"/> instead of as lines.</param>
internal sealed class FleetPart(byte[] rented, Section[] sections, int taken, bool isDeflated = false) : IDisposable
{
    /// <summary>The section of the family that tells whether targets answer.</summary>
    public const int UpFamily = -1;

    /// <summary>The section of the family that tells when certificates expire. Silos that do not know it take it for a script's, and leave it out.</summary>
    public const int CertificatesFamily = int.MaxValue;

    private byte[]? _rented = rented;

    /// <summary>Where each family's lines end.</summary>
    public IReadOnlyList<Section> Sections { get; } = sections;

    /// <summary>How many of the requested targets are in it, counted from the first.</summary>
    public int Taken { get; } = taken;

    /// <summary>Whether each section is compressed, as a page with gzip needs it.</summary>
    public bool IsDeflated { get; } = isDeflated;

    /// <summary>All lines; empty after <see cref="Dispose"/>.</summary>
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
