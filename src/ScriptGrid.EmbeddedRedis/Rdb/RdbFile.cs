using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes all data of a server as one RDB file, which is how replicas get their initial data.</summary>
internal static class RdbFile
{
    private const int MagicBytes = 9;
    private const int SumBytes = 8;

    /// <summary>Writes the libraries of functions and then all keys.</summary>
    /// <param name="keyspace">The keys; null if there are none to write.</param>
    /// <param name="settings">The settings that determine how values are written.</param>
    /// <param name="version">The version of Redis to put in the file.</param>
    /// <param name="libraries">The code of each library.</param>
    internal static byte[] Write(Keyspace? keyspace, DataSettings settings, string version, IEnumerable<byte[]> libraries)
    {
        var writer = new RdbWriter(settings.CompressesPayloads);
        writer.Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"REDIS{RdbPayload.Version:0000}")));
        Note(writer, "redis-ver", version);
        Note(writer, "redis-bits", "64");
        if (keyspace is not null)
        {
            Note(writer, "ctime", (keyspace.Clock.Milliseconds / 1000).ToString(CultureInfo.InvariantCulture));
        }

        Note(writer, "aof-base", "0");
        foreach (byte[] code in libraries)
        {
            writer.Type(RdbType.Function);
            writer.String(code);
        }

        foreach (Database database in keyspace?.Databases ?? [])
        {
            WriteDatabase(writer, database, keyspace!.Usage);
        }

        writer.Type(RdbType.End);
        writer.Number((long)Crc64.Of(writer.Written));
        return writer.Written.ToArray();
    }

    /// <summary>Reads a file of <see cref="Write"/>. Returns null if it is inconsistent.</summary>
    internal static RdbContent? Read(ReadOnlySpan<byte> file, DataSettings settings)
    {
        if (file.Length < MagicBytes + SumBytes || !file.StartsWith("REDIS"u8))
        {
            return null;
        }

        var reader = new RdbReader(file[MagicBytes..^SumBytes]);
        var content = new RdbContent();
        var entry = default(RdbEntry);
        while (!reader.IsBroken)
        {
            RdbType type = reader.Type();
            switch (type)
            {
                case RdbType.End:
                    return reader.IsAtEnd && !reader.IsBroken ? content : null;
                case RdbType.Note:
                    reader.String();
                    reader.String();
                    break;
                case RdbType.Select:
                    entry.Database = (int)reader.Length();
                    break;
                case RdbType.Sizes:
                    reader.Length();
                    reader.Length();
                    break;
                case RdbType.Expiry:
                    entry.Expiry = reader.Number();
                    break;
                case RdbType.Idle:
                    entry.IdleSeconds = (long)reader.Length();
                    break;
                case RdbType.Frequency:
                    entry.Frequency = reader.Byte();
                    break;
                case RdbType.Function:
                    content.Libraries.Add(reader.String());
                    break;
                default:
                    entry.Key = reader.String();
                    if (ValueReader.Read(ref reader, type, settings) is not { } value)
                    {
                        return null;
                    }

                    entry.Value = value;
                    content.Entries.Add(entry);
                    entry = new RdbEntry { Database = entry.Database };
                    break;
            }
        }

        return null;
    }

    private static void WriteDatabase(RdbWriter writer, Database database, KeyUsage usage)
    {
        if (database.Keys == 0)
        {
            return;
        }

        writer.Type(RdbType.Select);
        writer.Length((ulong)database.Index);
        writer.Type(RdbType.Sizes);
        writer.Length((ulong)database.Keys);
        writer.Length((ulong)database.KeysWithExpiry);
        foreach (byte[] key in database.StoredKeys())
        {
            RedisValue value = database.Peek(key)!;
            if (database.ExpiryOf(key) is { } expiry)
            {
                writer.Type(RdbType.Expiry);
                writer.Number(expiry);
            }

            if (usage.CountsFrequency)
            {
                writer.Type(RdbType.Frequency);
                writer.Byte(usage.FrequencyOf(value));
            }
            else
            {
                writer.Type(RdbType.Idle);
                writer.Length((ulong)Math.Max(0, (database.Clock.Milliseconds - value.LastUsed) / 1000));
            }

            ValueWriter.WriteEntry(writer, key, value, database.Settings);
        }
    }

    private static void Note(RdbWriter writer, string name, string value)
    {
        writer.Type(RdbType.Note);
        writer.String(Encoding.ASCII.GetBytes(name));
        writer.String(Encoding.ASCII.GetBytes(value));
    }
}

/// <summary>The content of a file.</summary>
internal sealed class RdbContent
{
    internal List<RdbEntry> Entries { get; } = [];

    /// <summary>The code of each library of functions.</summary>
    internal List<byte[]> Libraries { get; } = [];
}

/// <summary>A key in a file.</summary>
internal record struct RdbEntry
{
    internal int Database { get; set; }

    internal byte[] Key { get; set; }

    internal RedisValue Value { get; set; }

    /// <summary>When the key expires, in milliseconds since 1970; null if it never does.</summary>
    internal long? Expiry { get; set; }

    internal long? IdleSeconds { get; set; }

    internal byte? Frequency { get; set; }
}
