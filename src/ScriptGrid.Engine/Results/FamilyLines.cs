namespace ScriptGrid.Engine.Results;

/// <summary>Lines of several families, kept by family until they are written. Lines of families that are not listed are dropped.</summary>
internal sealed class FamilyLines(IEnumerable<int> families) : IDisposable
{
    private readonly Dictionary<int, LineChunks> _lines = families.ToDictionary(static family => family, static _ => new LineChunks());

    /// <summary>The families, in the order of the list.</summary>
    public IEnumerable<int> Families => _lines.Keys;

    /// <summary>The total length of the lines.</summary>
    public int Length { get; private set; }

    /// <summary>The lines of one family.</summary>
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
