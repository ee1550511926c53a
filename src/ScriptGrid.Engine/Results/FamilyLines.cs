namespace ScriptGrid.Engine.Results;

/// <summary>Lines of several families, kept by family until its turn. Those of families that are not listed are left out.</summary>
internal sealed class FamilyLines(IEnumerable<int> families) : IDisposable
{
    private readonly Dictionary<int, LineChunks> _lines = families.ToDictionary(static family => family, static _ => new LineChunks());

    /// <summary>The families, in the order in which they are listed.</summary>
    public IEnumerable<int> Families => _lines.Keys;

    /// <summary>The length of all lines that were appended.</summary>
    public int Length { get; private set; }

    /// <summary>The lines of one of the families.</summary>
    public LineChunks this[int family] => _lines[family];

    /// <summary>Appends lines of one family.</summary>
    public void Append(int family, ReadOnlySpan<byte> lines)
    {
        if (_lines.TryGetValue(family, out LineChunks? known))
        {
            known.Append(lines);
            Length += lines.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LineChunks lines in _lines.Values)
        {
            lines.Dispose();
        }
    }
}
