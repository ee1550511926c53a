namespace ScriptGrid.Engine.Results;

/// <summary>Removes families from rendered lines.</summary>
internal static class FamilyRemoval
{
    /// <summary>Returns the lines and sections of the other families.</summary>
    public static (byte[] Lines, Section[] Sections) Apply(ReadOnlySpan<byte> lines, ReadOnlySpan<Section> sections, HashSet<int> families)
    {
        var keptLines = new List<byte>(lines.Length);
        var keptSections = new List<Section>(sections.Length);
        int start = 0;
        foreach (Section section in sections)
        {
            if (!families.Contains(section.Family))
            {
                keptLines.AddRange(lines[start..section.End]);
                keptSections.Add(section with { End = keptLines.Count });
            }

            start = section.End;
        }

        return ([.. keptLines], [.. keptSections]);
    }
}
