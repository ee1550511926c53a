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
/// Carries a part between silos from one rented array to another: what is large here would otherwise be garbage by the hundred megabytes.
/// The array is given back as soon as it is written. Of a compressed part, which only who knows of them asks for, the number of sections is written inverted.
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

        // Should the message be written a second time, nothing is left: the part counts as failed then.
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

/// <summary>A part has one owner at a time, so it is never copied.</summary>
[RegisterCopier]
internal sealed class FleetPartCopier : IDeepCopier<FleetPart>, IOptionalDeepCopier
{
    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(input))]
    public FleetPart? DeepCopy(FleetPart? input, CopyContext context) => input;

    /// <inheritdoc/>
    public bool IsShallowCopyable() => true;
}
