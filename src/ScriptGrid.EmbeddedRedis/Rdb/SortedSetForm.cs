using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes sorted sets in payloads: as a listpack, or member by member.</summary>
internal static class SortedSetForm
{
    private const byte NotANumber = 253;
    private const byte Infinity = 254;
    private const byte MinusInfinity = 255;

    internal static void Write(RdbWriter writer, SortedSetValue sortedSet)
    {
        ScoredMember[] members = sortedSet.Order.Slice(new IndexRange(0, sortedSet.Count));
        if (sortedSet.IsListpack)
        {
            var listpack = new ListpackWriter();
            foreach (ScoredMember item in members)
            {
                listpack.Add(item.Member);
                listpack.Add(sortedSet.ScoreText(item.Score));
            }

            writer.String(listpack.ToArray());
            return;
        }

        // Write the highest score first, so that a reader finds the place of each member at once.
        writer.Length((ulong)members.Length);
        for (int i = members.Length - 1; i >= 0; i--)
        {
            writer.String(members[i].Member);
            writer.Number(BitConverter.DoubleToInt64Bits(members[i].Score));
        }
    }

    internal static SortedSetValue Read(ref RdbReader reader, RdbType type, DataSettings settings)
    {
        var sortedSet = SortedSetValue.ForResult(settings);
        if (type is RdbType.SortedSetListpack or RdbType.SortedSetZiplist)
        {
            ReadPacked(ref reader, type, sortedSet);
            sortedSet.Shrink(mayBeLong: true);
            return sortedSet;
        }

        for (int left = reader.Count(); left > 0 && !reader.IsBroken; left--)
        {
            byte[] member = reader.String();
            double score = type == RdbType.SortedSet ? reader.Double() : ScoreOfText(ref reader);
            if (double.IsNaN(score) || !sortedSet.Set(member, score))
            {
                reader.Break();
            }
        }

        sortedSet.Shrink(mayBeLong: false);
        return sortedSet;
    }

    private static void ReadPacked(ref RdbReader reader, RdbType type, SortedSetValue sortedSet)
    {
        bool isGood = PackedElements.TryReadPairs(type, reader.String(), out List<byte[]> elements);
        for (int i = 0; i < elements.Count && isGood; i += 2)
        {
            isGood = Doubles.TryParse(elements[i + 1], out double score) && sortedSet.Set(elements[i], score);
        }

        if (!isGood)
        {
            reader.Break();
        }
    }

    private static double ScoreOfText(ref RdbReader reader)
    {
        byte length = reader.Byte();
        return length switch
        {
            NotANumber => double.NaN,
            Infinity => double.PositiveInfinity,
            MinusInfinity => double.NegativeInfinity,
            _ => Doubles.TryParse(reader.Raw(length), out double score) ? score : double.NaN,
        };
    }
}
