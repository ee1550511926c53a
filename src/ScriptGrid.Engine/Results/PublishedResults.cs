using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Results;

/// <summary>A copy of what <see cref="ScriptResults"/> exposes.</summary>
/// <param name="Lines">The lines of all families, family by family.</param>
/// <param name="Sections">Where each family's lines end.</param>
/// <param name="Values">The values, for scripts with rollups; else empty.</param>
/// <param name="ExpiresIn">How much longer they are exposed; negative once expired.</param>
internal sealed record PublishedResults(byte[] Lines, Section[] Sections, KeyedValue[] Values, TimeSpan ExpiresIn)
{
    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Lines.Length);
        writer.Write(Lines);
        writer.Write7BitEncodedInt(Sections.Length);
        writer.Write(MemoryMarshal.AsBytes(Sections.AsSpan()));
        writer.Write7BitEncodedInt(Values.Length);
        foreach ((string key, double value) in Values)
        {
            writer.Write(key);
            writer.Write(value);
        }

        writer.Write(ExpiresIn.Ticks);
    }

    /// <summary>Reads it.</summary>
    public static PublishedResults Read(BinaryReader reader)
    {
        byte[] lines = reader.ReadBytes(reader.Read7BitEncodedInt());
        var sections = new Section[reader.Read7BitEncodedInt()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(sections.AsSpan()));
        var values = new KeyedValue[reader.Read7BitEncodedInt()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new KeyedValue(reader.ReadString(), reader.ReadDouble());
        }

        return new PublishedResults(lines, sections, values, TimeSpan.FromTicks(reader.ReadInt64()));
    }
}
