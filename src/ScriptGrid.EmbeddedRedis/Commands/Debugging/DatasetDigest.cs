using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Debugging;

/// <summary>
/// DEBUG DIGEST: twenty bytes that are equal on two servers with equal data, in whichever order each server keeps unordered parts. Ordered parts are mixed in
/// (the digest becomes the SHA-1 of itself and the part's digest). Unordered parts are added (exclusive or with the SHA-1 of each).
/// </summary>
internal static class DatasetDigest
{
    private const int Bytes = SHA1.HashSizeInBytes;

    /// <summary>Returns the digest of all databases, in hexadecimal.</summary>
    internal static string Of(Keyspace keyspace)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        Span<byte> one = stackalloc byte[Bytes];
        for (int i = 0; i < keyspace.Databases.Length; i++)
        {
            Database database = keyspace.Databases[i];
            if (database.Keys == 0)
            {
                continue;
            }

            Mix(digest, i);
            foreach (byte[] key in database.AllKeys())
            {
                one.Clear();
                Mix(one, key);
                MixValue(one, database, key);
                Add(digest, one);
            }
        }

        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Returns the digest of the value under a key and its expiry, in hexadecimal; zeros if there is none.</summary>
    internal static string OfValue(Database database, byte[] key)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        if (database.Peek(key) is not null)
        {
            MixValue(digest, database, key);
        }

        return Convert.ToHexStringLower(digest);
    }

    private static void MixValue(Span<byte> digest, Database database, byte[] key)
    {
        switch (database.Peek(key))
        {
            case StringValue text:
                Mix(digest, 0);
                Mix(digest, text.Span);
                break;
            case ListValue list:
                Mix(digest, 1);
                MixList(digest, list);
                break;
            case SetValue set:
                Mix(digest, 2);
                AddMembers(digest, set);
                break;
            case SortedSetValue sortedSet:
                Mix(digest, 3);
                AddMembers(digest, sortedSet);
                break;
            case HashValue hash:
                Mix(digest, 4);
                AddFields(digest, hash);
                break;
            case StreamValue stream:
                Mix(digest, 6);
                MixEntries(digest, stream);
                break;
            default:
                throw new UnreachableException();
        }

        if (database.ExpiryOf(key) is not null)
        {
            Add(digest, "!!expire!!"u8);
        }
    }

    private static void MixList(Span<byte> digest, ListValue list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            Mix(digest, list[i]);
        }
    }

    private static void AddMembers(Span<byte> digest, SetValue set)
    {
        for (int i = 0; i < set.Count; i++)
        {
            Add(digest, set.At(i));
        }
    }

    private static void AddMembers(Span<byte> digest, SortedSetValue sortedSet)
    {
        for (int i = 0; i < sortedSet.Count; i++)
        {
            (byte[] member, double score) = sortedSet.At(i);
            AddPair(digest, member, Doubles.ToBytes(score));
        }
    }

    private static void AddFields(Span<byte> digest, HashValue hash)
    {
        for (int i = 0; i < hash.Count; i++)
        {
            (byte[] field, byte[] value) = hash.At(i);
            AddPair(digest, field, value);
        }
    }

    private static void MixEntries(Span<byte> digest, StreamValue stream)
    {
        for (int i = 0; i < stream.Count; i++)
        {
            StreamEntry entry = stream[i];
            Mix(digest, Encoding.ASCII.GetBytes($"{entry.Id.Milliseconds}.{entry.Id.Sequence}"));
            foreach (byte[] word in entry.Fields)
            {
                Mix(digest, word);
            }
        }
    }

    private static void AddPair(Span<byte> digest, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> pair = stackalloc byte[Bytes];
        pair.Clear();
        Mix(pair, first);
        Mix(pair, second);
        Add(digest, pair);
    }

    private static void Mix(Span<byte> digest, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        Mix(digest, bytes);
    }

    private static void Mix(Span<byte> digest, ReadOnlySpan<byte> part)
    {
        Add(digest, part);
        Span<byte> mixed = stackalloc byte[Bytes];
        Hash(digest, mixed);
        mixed.CopyTo(digest);
    }

    private static void Add(Span<byte> digest, ReadOnlySpan<byte> part)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        Hash(part, hash);
        for (int i = 0; i < Bytes; i++)
        {
            digest[i] ^= hash[i];
        }
    }

#pragma warning disable CA5350 // The digest is compared with Redis's, and protects nothing.
    private static void Hash(ReadOnlySpan<byte> part, Span<byte> hash) => SHA1.HashData(part, hash);
#pragma warning restore CA5350
}
