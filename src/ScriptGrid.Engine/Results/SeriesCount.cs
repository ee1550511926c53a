namespace ScriptGrid.Engine.Results;

/// <summary>How many series a result has.</summary>
/// <param name="Given">Those that the script gave.</param>
/// <param name="Own">Those that tell how its runs fared.</param>
internal readonly record struct SeriesCount(int Given, int Own)
{
    /// <summary>The family of the values; the others up to <see cref="LastOwnFamily"/> tell how runs fared.</summary>
    public const int ValuesFamily = 1;

    /// <summary>Behind it are families that scripts declare.</summary>
    public const int LastOwnFamily = 4;

    /// <summary>Whether a family's series are those that scripts give.</summary>
    public static bool IsGiven(int family) => family is ValuesFamily or > LastOwnFamily;

    /// <summary>The series in rendered lines, one a line.</summary>
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
