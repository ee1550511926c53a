using System.Buffers;

namespace ScriptGrid.Engine.Results;

/// <summary>Replaces the target label in rendered lines. It comes first after the brace in each line.</summary>
internal static class LabelReplacement
{
    /// <summary>Returns the lines with the label replaced, and where each family's lines end now.</summary>
    /// <param name="lines">The lines, family by family.</param>
    /// <param name="sections">Where each family's lines end.</param>
    /// <param name="before">The label as it is written, with its comma; empty if the lines have none.</param>
    /// <param name="after">The label that replaces it, in the same form.</param>
    public static (byte[] Lines, Section[] Sections) Apply(
        ReadOnlySpan<byte> lines, ReadOnlySpan<Section> sections, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var written = new ArrayBufferWriter<byte>(lines.Length + 1);
        var moved = new Section[sections.Length];
        int start = 0;
        for (int i = 0; i < sections.Length; i++)
        {
            ReadOnlySpan<byte> family = lines[start..sections[i].End];
            start = sections[i].End;
            while (!family.IsEmpty)
            {
                int end = family.IndexOf((byte)'\n') + 1;
                Write(written, family[..end], before, after);
                family = family[end..];
            }

            moved[i] = sections[i] with { End = written.WrittenCount };
        }

        return (written.WrittenSpan.ToArray(), moved);
    }

    private static void Write(ArrayBufferWriter<byte> written, ReadOnlySpan<byte> line, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        int labels = line.IndexOf((byte)'{') + 1;
        ReadOnlySpan<byte> rest = line[labels..];
        written.Write(line[..labels]);
        if (labels > 0 && rest.StartsWith(before))
        {
            written.Write(after);
            rest = rest[before.Length..];
        }
        else if (labels > 0 && !after.IsEmpty && rest.StartsWith(before[..^1]))
        {
            // It is the only label, so there is no comma.
            written.Write(after[..^1]);
            rest = rest[(before.Length - 1)..];
        }

        written.Write(rest);
    }
}
