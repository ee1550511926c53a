namespace ScriptGrid.Engine.Compression;

/// <summary>Bits as they are in a deflate stream, the first one lowest.</summary>
/// <param name="Value">The bits.</param>
/// <param name="Count">The number of bits.</param>
internal readonly record struct PageBits(uint Value, int Count)
{
    /// <summary>Returns these bits followed by a number.</summary>
    public PageBits With(int number, int bits) => new(Value | ((uint)number << Count), Count + bits);
}
