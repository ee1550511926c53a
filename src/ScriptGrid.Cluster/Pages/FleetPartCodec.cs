using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Sends a part between silos from one rented array to another, because copies of data this large would produce garbage by the hundred megabytes. The
/// array is returned as soon as it is written. For a compressed part, the number of sections is written inverted; a silo sends one only if it was asked to.
/// </summary>
[RegisterSerializer]
internal sealed class FleetPartCodec : IFieldCodec<FleetPart>
{
    private const int SectionBytes = 2 * sizeof(int);

    /// <inheritdoc/>
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, [AllowNull] FleetPart value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ArgumentNullException.ThrowIfNull(value);
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(FleetPart), WireType.LengthPrefixed);

        // If the message is written a second time, the lines are gone, and the part counts as failed.
        ArgumentNullException.ThrowIfNull(value);
        ReadOnlySpan<byte> lines = value.Lines.Span;
        bool isGone = value.Sections is [.., Section last] && lines.Length < last.End;
        IReadOnlyList<Section> sections = isGone ? [] : value.Sections;
        writer.WriteVarUInt32((uint)((2 * sizeof(int)) + (sections.Count * SectionBytes) + lines.Length));
        writer.WriteInt32(isGone ? 0 : value.Taken);
        writer.WriteInt32(value.IsDeflated ? ~sections.Count : sections.Count);
        foreach (Section section in sections)
        {
            writer.WriteInt32(section.Family);
            writer.WriteInt32(section.End);
        }

        writer.Write(lines);
        value.Dispose();
    }

    /// <inheritdoc/>
    public FleetPart ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        uint length = reader.ReadVarUInt32();
        int taken = reader.ReadInt32();
        int count = reader.ReadInt32();
        var sections = new Section[count < 0 ? ~count : count];
        for (int i = 0; i < sections.Length; i++)
        {
            sections[i] = new Section(reader.ReadInt32(), reader.ReadInt32());
        }

        int lineBytes = (int)length - (2 * sizeof(int)) - (sections.Length * SectionBytes);
        byte[] lines = ArrayPool<byte>.Shared.Rent(lineBytes);
        reader.ReadBytes(lines.AsSpan(0, lineBytes));
        return new FleetPart(lines, sections, taken, isDeflated: count < 0);
    }
}

/// <summary>Never copies a part, because a part has one owner at a time.</summary>
[RegisterCopier]
internal sealed class FleetPartCopier : IDeepCopier<FleetPart>, IOptionalDeepCopier
{
    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(input))]
    public FleetPart? DeepCopy(FleetPart? input, CopyContext context) => input;

    /// <inheritdoc/>
    public bool IsShallowCopyable() => true;
}
