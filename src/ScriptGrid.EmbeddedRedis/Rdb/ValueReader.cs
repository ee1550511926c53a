using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads values in the form of <see cref="ValueWriter"/>, and in the forms of earlier versions of Redis.</summary>
internal static class ValueReader
{
    /// <summary>Reads the value of a payload whose checksum was verified. Returns null if there is none, or if it is inconsistent.</summary>
    internal static RedisValue? Read(ReadOnlySpan<byte> content, DataSettings settings)
    {
        var reader = new RdbReader(content);
        RdbType type = reader.Type();
        return Read(ref reader, type, settings);
    }

    /// <summary>Reads a value after its type. Returns null if there is none, or if it is inconsistent.</summary>
    internal static RedisValue? Read(ref RdbReader reader, RdbType type, DataSettings settings)
    {
        RedisValue? value = type switch
        {
            RdbType.String => new StringValue(reader.String()),
            RdbType.List or RdbType.ListZiplist or RdbType.ListOfZiplists or RdbType.ListOfListpacks => ListForm.Read(ref reader, type),
            RdbType.Set or RdbType.SetIntset => SetForm.Read(ref reader, type, settings),
            RdbType.Hash or RdbType.HashZipmap or RdbType.HashZiplist or RdbType.HashListpack => HashForm.Read(ref reader, type, settings),
            RdbType.SortedSetOfTexts or RdbType.SortedSet or RdbType.SortedSetZiplist or RdbType.SortedSetListpack => SortedSetForm.Read(ref reader, type, settings),
            RdbType.StreamBefore7 or RdbType.Stream => new RdbStreamReader(settings).Read(ref reader, type),
            _ => null,
        };
        return reader.IsBroken || value is null or { IsEmpty: true } ? null : value;
    }
}
