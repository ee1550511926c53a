using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes sets in payloads: as an intset, or member by member.</summary>
internal static class SetForm
{
    internal static void Write(RdbWriter writer, SetValue set)
    {
        if (set.Integers is { } integers)
        {
            writer.String(Intset.Write(integers, set.IntegerBytes));
            return;
        }

        writer.Length((ulong)set.Count);
        for (int i = 0; i < set.Count; i++)
        {
            writer.String(set.At(i));
        }
    }

    internal static SetValue Read(ref RdbReader reader, RdbType type, DataSettings settings)
    {
        if (type == RdbType.SetIntset)
        {
            if (!Intset.TryRead(reader.String(), out List<long> integers, out int width))
            {
                reader.Break();
            }

            return SetValue.Of(integers, width, settings);
        }

        var set = new SetValue(settings);
        for (int left = reader.Count(); left > 0 && !reader.IsBroken; left--)
        {
            if (!set.Add(reader.String()))
            {
                reader.Break();
            }
        }

        return set;
    }
}
