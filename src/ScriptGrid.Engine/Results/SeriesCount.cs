namespace ScriptGrid.Engine.Results;

/// <summary>The number of series in a result.</summary>
/// <param name="Given">Series that the script gave.</param>
/// <param name="Own">Series about its runs.</param>
internal readonly record struct SeriesCount(int Given, int Own)
{
    /// <summary>The family of the values. The other families up to <see cref="LastOwnFamily"/> are about runs.</summary>
    public const int ValuesFamily = 1;

    /// <summary>The last family that is not declared by scripts; those of scripts come after it.</summary>
    public const int LastOwnFamily = 4;

    /// <summary>Whether a family's series are given by scripts.</summary>
    public static bool IsGiven(int family) => family is ValuesFamily or > LastOwnFamily;

    /// <summary>Counts the series in rendered lines, one for each line.</summary>
    public static SeriesCount Of(ReadOnlySpan<byte> lines, ReadOnlySpan<Section> sections)
    {
        (int given, int own, int start) = (0, 0, 0);
        foreach (Section section in sections)
        {
            int count = lines[start..section.End].Count((byte)'\n');
            (given, own) = IsGiven(section.Family) ? (given + count, own) : (given, own + count);
            start = section.End;
        }

        return new SeriesCount(given, own);
    }
}
