using System.Diagnostics;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>
/// Writes values as Redis 7.0 does: small ones in one piece, in the form that they have in Redis's memory, and large ones element by element.
/// </summary>
internal static class ValueWriter
{
    /// <summary>Returns the payload of DUMP.</summary>
    internal static byte[] Dump(RedisValue value, DataSettings settings)
    {
        var writer = new RdbWriter(settings.CompressesPayloads);
        writer.Type(TypeOf(value));
        Write(writer, value, settings);
        return RdbPayload.Seal(writer);
    }

    /// <summary>Writes an entry of a file: the type, the key and the value.</summary>
    internal static void WriteEntry(RdbWriter writer, byte[] key, RedisValue value, DataSettings settings)
    {
        writer.Type(TypeOf(value));
        writer.String(key);
        Write(writer, value, settings);
    }

    /// <summary>Returns how many bytes a value takes in a payload.</summary>
    internal static int Size(RedisValue value, DataSettings settings)
    {
        var writer = new RdbWriter(settings.CompressesPayloads);
        Write(writer, value, settings);
        return writer.Written.Length;
    }

    private static RdbType TypeOf(RedisValue value) => value switch
    {
        StringValue => RdbType.String,
        ListValue => RdbType.ListOfListpacks,
        SetValue set => set.Integers is null ? RdbType.Set : RdbType.SetIntset,
        HashValue hash => hash.IsListpack ? RdbType.HashListpack : RdbType.Hash,
        SortedSetValue sortedSet => sortedSet.IsListpack ? RdbType.SortedSetListpack : RdbType.SortedSet,
        StreamValue => RdbType.Stream,
        _ => throw new UnreachableException(),
    };

    private static void Write(RdbWriter writer, RedisValue value, DataSettings settings)
    {
        switch (value)
        {
            case StringValue text:
                writer.String(text.Span);
                break;
            case ListValue list:
                ListForm.Write(writer, list, settings);
                break;
            case SetValue set:
                SetForm.Write(writer, set);
                break;
            case HashValue hash:
                HashForm.Write(writer, hash);
                break;
            case SortedSetValue sortedSet:
                SortedSetForm.Write(writer, sortedSet);
                break;
            case StreamValue stream:
                RdbStreamWriter.Write(writer, stream);
                break;
        }
    }
}
