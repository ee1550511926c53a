namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Orders byte strings by their unsigned bytes.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    internal static ByteOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
