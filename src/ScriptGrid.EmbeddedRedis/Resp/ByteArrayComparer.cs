namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Compares byte strings by their bytes.</summary>
internal sealed class ByteArrayComparer : IEqualityComparer<byte[]>
{
    internal static ByteArrayComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
