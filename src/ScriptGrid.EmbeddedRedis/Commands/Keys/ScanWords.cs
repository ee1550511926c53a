using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>The options of the SCAN family.</summary>
internal readonly struct ScanWords
{
    private const int DefaultCount = 10;
    private const int BucketsPerCount = 10;

    private readonly long _count;
    private readonly byte[]? _pattern;
    private readonly string? _type;

    private ScanWords(long count, byte[]? pattern, string? type) => (_count, _pattern, _type) = (count, pattern, type);

    internal static bool TryCursor(in CommandCall call, int index, out ulong cursor) =>
        Integers.TryParseCursor(call.Words[index], out cursor) || call.Fail("ERR invalid cursor");

    internal static bool TryParse(in CommandCall call, int from, bool takesType, out ScanWords words)
    {
        words = default;
        long count = DefaultCount;
        byte[]? pattern = null;
        string? type = null;
        for (int i = from; i < call.Words.Length; i += 2)
        {
            bool hasValue = i + 1 < call.Words.Length;
            if (hasValue && call.Is(i, "COUNT"))
            {
                if (!call.TryInteger(i + 1, out count) || (count < 1 && !call.Fail(DataErrors.Syntax)))
                {
                    return false;
                }
            }
            else if (hasValue && call.Is(i, "MATCH"))
            {
                pattern = call.Words[i + 1];
            }
            else if (hasValue && takesType && call.Is(i, "TYPE"))
            {
                type = Encoding.Latin1.GetString(call.Words[i + 1]);
            }
            else
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        words = new ScanWords(count, pattern, type);
        return true;
    }

    /// <summary>Whether a pattern matches an item. A single star matches all items, even the empty one.</summary>
    internal static bool MatchesPattern(byte[] pattern, byte[] item) => pattern is [(byte)'*'] || Glob.Matches(pattern, item);

    internal bool Matches(byte[] item) => _pattern is null || MatchesPattern(_pattern, item);

    internal bool MatchesType(RedisValue value) => _type is null || string.Equals(_type, value.Type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Visits buckets until enough items are found, or until ten times as many buckets as the count were visited.</summary>
    internal ulong Walk<T>(ulong cursor, List<T> found, Func<ulong, List<T>, ulong> scan)
    {
        long visits = _count > long.MaxValue / BucketsPerCount ? long.MaxValue : _count * BucketsPerCount;
        do
        {
            cursor = scan(cursor, found);
        }
        while (cursor != 0 && --visits > 0 && found.Count < _count);
        return cursor;
    }
}
