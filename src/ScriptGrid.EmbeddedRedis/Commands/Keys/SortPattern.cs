using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>Patterns of SORT's BY and GET: <c>weight_*</c> is a key, <c>object_*->field</c> a field of a hash, <c>#</c> the element itself.</summary>
internal static class SortPattern
{
    /// <summary>Returns what a pattern yields for an element; null if there is nothing.</summary>
    internal static byte[]? Find(Database database, byte[] pattern, byte[] element)
    {
        if (CText.Is(pattern, '#'))
        {
            return element;
        }

        int star = pattern.AsSpan().IndexOf((byte)'*');
        if (star < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = pattern.AsSpan(star + 1);
        int arrow = rest.IndexOf("->"u8);
        bool hasField = arrow >= 0 && arrow + 2 < rest.Length;
        byte[] key = [.. pattern.AsSpan(0, star), .. element, .. hasField ? rest[..arrow] : rest];
        RedisValue? value = database.Read(key);
        return hasField ? (value as HashValue)?.Get(rest[(arrow + 2)..]) : (value as StringValue)?.ToArray();
    }
}
