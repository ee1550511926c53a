using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>The options of XADD before the id, and of XTRIM at its end.</summary>
internal ref struct StreamTrimWords
{
    private const int NodesPerTrim = 100;
    private const int MostPerTrim = 1_000_000;
    private const int PerTrimOfUnlimitedNodes = 10_000;

    private bool _limitGiven;
    private long _limit;
    private long _maxLength;
    private StreamId? _minId;
    private bool _isApproximate;
    private bool _hasStrategy;

    internal bool NoMakeStream { get; private set; }

    /// <summary>The index of the length or id of an approximate trim; 0 if there is none.</summary>
    internal int ApproximateIndex { get; private set; }

    /// <summary>The index of XADD's id.</summary>
    internal int IdIndex { get; private set; }

    /// <summary>How to trim; null if nothing is trimmed.</summary>
    internal StreamTrim? Trim { get; private set; }

    /// <summary>Reads the words from the third on. Returns false after an error.</summary>
    internal static bool TryParse(in CommandCall call, bool forAdd, out StreamTrimWords words)
    {
        words = default;
        int index = 2;
        while (index < call.Words.Length && !(forAdd && CText.Is(call.Words[index], '*')))
        {
            if (!words.TryTake(call, ref index, forAdd, out bool taken))
            {
                return false;
            }

            if (!taken)
            {
                break;
            }
        }

        words.IdIndex = index;
        return words.TryFinish(call, forAdd);
    }

    /// <summary>Returns words with the same effect on another server: an approximate trim becomes exact, and the chosen id is written out.</summary>
    internal readonly byte[][] Exact(ReadOnlySpan<byte[]> words, StreamValue stream, StreamId? id)
    {
        byte[][] told = words.ToArray();
        if (ApproximateIndex > 0)
        {
            told[ApproximateIndex - 1] = "="u8.ToArray();
            told[ApproximateIndex] = _minId is null ? Integers.ToBytes(stream.Count) : stream.FirstId.ToBytes();
        }

        if (id is { } chosen)
        {
            told[IdIndex] = chosen.ToBytes();
        }

        return told;
    }

    private bool TryTake(in CommandCall call, ref int index, bool forAdd, out bool taken)
    {
        taken = true;
        bool hasMore = index + 1 < call.Words.Length;
        if (hasMore && (call.Is(index, "MAXLEN") || call.Is(index, "MINID")))
        {
            return TryStrategy(call, ref index);
        }

        if (hasMore && call.Is(index, "LIMIT"))
        {
            _limitGiven = true;
            index += 2;
            return call.TryInteger(index - 1, out _limit) && (_limit >= 0 || call.Fail("ERR The LIMIT argument must be >= 0."));
        }

        if (forAdd && call.Is(index, "NOMKSTREAM"))
        {
            NoMakeStream = true;
            index++;
            return true;
        }

        taken = false;
        return forAdd ? StreamCommands.IsAddId(call.Words[index]) || call.FailId() : call.Fail(DataErrors.Syntax);
    }

    private bool TryStrategy(in CommandCall call, ref int index)
    {
        if (_hasStrategy)
        {
            return call.Fail("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
        }

        bool byId = call.Is(index, "MINID");
        byte[] next = call.Words[++index];
        bool hasMark = index + 1 < call.Words.Length && (CText.Is(next, '~') || CText.Is(next, '='));
        _isApproximate = hasMark && next[0] == '~';
        index += hasMark ? 1 : 0;
        ApproximateIndex = _isApproximate ? index : 0;
        _hasStrategy = true;
        if (byId)
        {
            bool parsed = call.TryStrictId(index++, out StreamId minId);
            _minId = minId;
            return parsed;
        }

        return call.TryInteger(index++, out _maxLength) && (_maxLength >= 0 || call.Fail("ERR The MAXLEN argument must be >= 0."));
    }

    private bool TryFinish(in CommandCall call, bool forAdd)
    {
        if (_limit > 0 && !_hasStrategy)
        {
            return call.Fail("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
        }

        if (!forAdd && !_hasStrategy)
        {
            return call.Fail("ERR syntax error, XTRIM must be called with a trimming strategy");
        }

        if (_limitGiven && !_isApproximate)
        {
            return call.Fail("ERR syntax error, LIMIT cannot be used without the special ~ option");
        }

        long limit = _limitGiven ? _limit : _isApproximate ? UsualLimit(call.Database.Settings.StreamNodeMaxEntries) : 0;
        Trim = _hasStrategy ? new StreamTrim(_maxLength, _minId, _isApproximate, limit) : null;
        return true;
    }

    private static long UsualLimit(int nodeMaxEntries) => nodeMaxEntries == 0 ? PerTrimOfUnlimitedNodes : Math.Min(NodesPerTrim * (long)nodeMaxEntries, MostPerTrim);
}
