namespace ScriptGrid.Engine.Compression;

/// <summary>Bits as they stand in a deflate stream, the first one lowest.</summary>
/// <param name="Value">The bits.</param>
/// <param name="Count">How many.</param>
internal readonly record struct PageBits(uint Value, int Count)
{
    /// <summary>These, and a number behind them.</summary>
    public PageBits With(int number, int bits) => new(Value | ((uint)number << Count), Count + bits);
}
