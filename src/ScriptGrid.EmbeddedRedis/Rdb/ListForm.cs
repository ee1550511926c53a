using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Lists in payloads: a chain of nodes, each a listpack.</summary>
internal static class ListForm
{
    /// <summary>What Redis expects an element to take besides its own bytes.</summary>
    private const int Overhead = 8;

    private const int MaxBytesOfCounted = 8192;

    /// <summary>The elements in nodes as they come to be where a list grows at its end; a large element has a node of its own.</summary>
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
