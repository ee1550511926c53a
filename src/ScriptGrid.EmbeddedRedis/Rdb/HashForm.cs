using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes hashes in payloads: as a listpack, or field by field.</summary>
internal static class HashForm
{
    internal static void Write(RdbWriter writer, HashValue hash)
    {
        if (hash.IsListpack)
        {
            var listpack = new ListpackWriter();
            for (int i = 0; i < hash.Count; i++)
            {
                listpack.Add(hash.At(i).Key);
                listpack.Add(hash.At(i).Value);
            }

            writer.String(listpack.ToArray());
            return;
        }

        writer.Length((ulong)hash.Count);
        for (int i = 0; i < hash.Count; i++)
        {
            writer.String(hash.At(i).Key);
            writer.String(hash.At(i).Value);
        }
    }

    internal static HashValue Read(ref RdbReader reader, RdbType type, DataSettings settings)
    {
        if (type == RdbType.Hash)
        {
            return ReadTable(ref reader, settings);
        }

        bool isGood = PackedElements.TryReadPairs(type, reader.String(), out List<byte[]> elements);
        var pairs = new List<KeyValuePair<byte[], byte[]>>(elements.Count / 2);
        var fields = new HashSet<byte[]>(ByteArrayComparer.Instance);
        for (int i = 0; i + 1 < elements.Count && fields.Add(elements[i]); i += 2)
        {
            pairs.Add(new(elements[i], elements[i + 1]));
        }

        if (!isGood || pairs.Count != elements.Count / 2)
        {
            reader.Break();
        }

        bool mayBeLong = type != RdbType.HashZipmap;
        return HashValue.Of(pairs, mayBeLong, settings);
    }

    private static HashValue ReadTable(ref RdbReader reader, DataSettings settings)
    {
        var hash = new HashValue(settings);
        int count = reader.Count();
        if (count > settings.HashMaxListpackEntries)
        {
            hash.UseTable();
        }

        for (int left = count; left > 0 && !reader.IsBroken; left--)
        {
            byte[] field = reader.String();
            if (!hash.Set(field, reader.String()))
            {
                reader.Break();
            }
        }

        return hash;
    }
}
