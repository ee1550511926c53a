using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes lists in payloads: a chain of nodes, of which each is a listpack or a single large element.</summary>
internal static class ListForm
{
    /// <summary>The bytes that Redis assumes for an element in addition to its content.</summary>
    private const int Overhead = 8;

    private const int MaxBytesOfCounted = 8192;

    /// <summary>Writes the elements in the nodes that result when a list grows at its end. A large element has its own node.</summary>
    internal static void Write(RdbWriter writer, ListValue list, DataSettings settings)
    {
        List<(int Container, byte[] Bytes)> nodes = [];
        var node = new ListpackWriter();
        for (int i = 0; i < list.Count; i++)
        {
            bool isPlain = list[i].Length >= settings.ListPlainNodeBytes;
            if (node.Count > 0 && (isPlain || !Takes(node, list[i].Length, settings.ListMaxListpackSize)))
            {
                nodes.Add((RdbFormat.PackedNode, node.ToArray()));
                node = new ListpackWriter();
            }

            if (isPlain)
            {
                nodes.Add((RdbFormat.PlainNode, list[i]));
            }
            else
            {
                node.Add(list[i]);
            }
        }

        if (node.Count > 0)
        {
            nodes.Add((RdbFormat.PackedNode, node.ToArray()));
        }

        writer.Length((ulong)nodes.Count);
        foreach ((int container, byte[] bytes) in nodes)
        {
            writer.Length((ulong)container);
            writer.String(bytes);
        }
    }

    internal static ListValue Read(ref RdbReader reader, RdbType type)
    {
        var list = new ListValue();
        int left = type == RdbType.ListZiplist ? 1 : reader.Count();
        for (; left > 0 && !reader.IsBroken; left--)
        {
            int container = type == RdbType.ListOfListpacks ? reader.Count() : 0;
            byte[] bytes = reader.String();
            if (type == RdbType.List || container == RdbFormat.PlainNode)
            {
                list.Push(bytes, first: false);
            }
            else if (type == RdbType.ListOfListpacks
                ? container == RdbFormat.PackedNode && Listpack.TryRead(bytes, out List<byte[]> elements)
                : Ziplist.TryRead(bytes, out elements))
            {
                elements.ForEach(element => list.Push(element, first: false));
            }
            else
            {
                reader.Break();
            }
        }

        return list;
    }

    private static bool Takes(ListpackWriter node, int bytes, int nodeSize)
    {
        int size = node.Bytes + bytes + Overhead;
        return nodeSize < 0 ? size <= 2048 << Math.Min(-nodeSize, 5) : size <= MaxBytesOfCounted && node.Count < nodeSize;
    }
}
