namespace ScriptGrid.Engine.Redis;

/// <summary>Reads what a server's answer to HELLO tells about the server. See https://redis.io/docs/latest/commands/hello/.</summary>
internal static class HelloReply
{
    /// <summary>Whether the server says that it is a node of a cluster.</summary>
    public static bool IsClusterNode(ReadOnlySpan<byte> hello) => Find(hello, "mode"u8).SequenceEqual("cluster"u8);

    /// <summary>Returns the text of a field; empty if the answer does not have it. Fields after the list of modules, which comes last, are not found.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> hello, ReadOnlySpan<byte> field)
    {
        var reader = new RespReader(hello);
        reader.Read();
        int elements = reader.Type == RespType.Map ? 2 * reader.Count : reader.Count;
        for (int i = 0; i + 1 < elements; i += 2)
        {
            reader.Read();
            bool isFound = reader.Type == RespType.String && reader.Text.SequenceEqual(field);
            reader.Read();
            if (isFound)
            {
                return reader.Text;
            }

            if (reader.Count > 0)
            {
                return [];
            }
        }

        return [];
    }
}
