using System.Collections.Immutable;
using System.Text;

namespace ScriptGrid.Engine.Redis;

/// <summary>A reply as a tree. A map is a list in which names and values alternate, as in RESP2.</summary>
/// <param name="Text">The text of an element that is not a list; null for a list and for a null.</param>
/// <param name="Items">The items of a list.</param>
internal sealed record RedisReply(string? Text, ImmutableArray<RedisReply> Items)
{
    /// <summary>Reads a complete reply.</summary>
    public static RedisReply Read(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        return Read(ref reader);
    }

    /// <summary>The value of a name in a map; null if there is none.</summary>
    public RedisReply? this[string name]
    {
        get
        {
            for (int at = 0; at + 1 < Items.Length; at += 2)
            {
                if (Items[at].Text == name)
                {
                    return Items[at + 1];
                }
            }

            return null;
        }
    }

    /// <summary>Returns the text of a name's value in a map; empty if there is none.</summary>
    public string TextOf(string name) => this[name]?.Text ?? "";

    private static RedisReply Read(ref RespReader reader)
    {
        reader.Read();
        bool isList = reader.Type is RespType.Array or RespType.Map or RespType.Set;
        if (!isList)
        {
            return new RedisReply(reader.Type == RespType.Null ? null : Encoding.UTF8.GetString(reader.Text), []);
        }

        int count = reader.Type == RespType.Map ? 2 * reader.Count : reader.Count;
        ImmutableArray<RedisReply>.Builder items = ImmutableArray.CreateBuilder<RedisReply>();
        for (int i = 0; i < count; i++)
        {
            items.Add(Read(ref reader));
        }

        return new RedisReply(null, items.DrainToImmutable());
    }
}
