using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Results;

/// <summary>A copy of what <see cref="ScriptResults"/> exposes.</summary>
/// <param name="Lines">The lines of all families, family by family.</param>
/// <param name="Sections">Where each family's lines end.</param>
/// <param name="Values">The values, for scripts with rollups; otherwise empty.</param>
/// <param name="ExpiresIn">How much longer they are exposed; negative if they have expired.</param>
internal sealed record PublishedResults(byte[] Lines, Section[] Sections, KeyedValue[] Values, TimeSpan ExpiresIn)
{
    /// <summary>Writes everything except the rows of declared metrics.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Lines.Length);
        writer.Write(Lines);
        writer.Write7BitEncodedInt(Sections.Length);
        writer.Write(MemoryMarshal.AsBytes(Sections.AsSpan()));
        KeyedValue[] plain = [.. Values.Where(static value => value.Metric is null)];
        writer.Write7BitEncodedInt(plain.Length);
        foreach (KeyedValue value in plain)
        {
            writer.Write(value.Key);
            writer.Write(value.Value);
        }

        writer.Write(ExpiresIn.Ticks);
    }

    /// <summary>Writes the rows of declared metrics, separately because older silos do not read them.</summary>
    public void WriteRows(BinaryWriter writer)
    {
        KeyedValue[] rows = [.. Values.Where(static value => value.Metric is not null)];
        writer.Write7BitEncodedInt(rows.Length);
        foreach (KeyedValue row in rows)
        {
            writer.Write(row.Key);
            writer.Write(row.Value);
            writer.Write(row.Metric!);
        }
    }

    /// <summary>Returns these results with the rows that <see cref="WriteRows"/> wrote.</summary>
    public PublishedResults WithRows(BinaryReader reader)
    {
        var rows = new KeyedValue[reader.Read7BitEncodedInt()];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new KeyedValue(reader.ReadString(), reader.ReadDouble(), reader.ReadString());
        }

        return this with { Values = [.. Values, .. rows] };
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
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
