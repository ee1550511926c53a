using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>The options of SORT.</summary>
internal readonly record struct SortWords
{
    internal byte[]? By { get; private init; }

    internal IReadOnlyList<byte[]> Get { get; private init; }

    internal byte[]? StoreKey { get; private init; }

    internal bool Descending { get; private init; }

    internal bool Alpha { get; private init; }

    internal long Offset { get; private init; }

    internal long Limit { get; private init; }

    /// <summary>Whether all weights are the same, so that there is nothing to sort.</summary>
    internal bool IsConstant => By is not null && !By.Contains((byte)'*');

    /// <summary>Returns options that sort by the elements' own bytes.</summary>
    internal SortWords AsForced() => this with { By = null, Alpha = true };

    internal static bool TryParse(in CommandCall call, bool mayStore, out SortWords words)
    {
        // Patterns name keys that no check of the command's words has seen, so they need a permission for all keys.
        bool readsAnyKey = AccessControl.AllowsReadingAllKeys(call.Client, mayStore ? "sort" : "sort_ro", call.Words);
        var get = new List<byte[]>();
        words = new SortWords { Get = get, Limit = -1 };
        for (int i = 2; i < call.Words.Length; i++)
        {
            int left = call.Words.Length - 1 - i;
            if (call.Is(i, "ASC") || call.Is(i, "DESC"))
            {
                words = words with { Descending = call.Is(i, "DESC") };
            }
            else if (call.Is(i, "ALPHA"))
            {
                words = words with { Alpha = true };
            }
            else if (left >= 2 && call.Is(i, "LIMIT"))
            {
                if (!call.TryInteger(++i, out long offset) || !call.TryInteger(++i, out long limit))
                {
                    return false;
                }

                words = words with { Offset = offset, Limit = limit };
            }
            else if (left >= 1 && mayStore && call.Is(i, "STORE"))
            {
                words = words with { StoreKey = call.Words[++i] };
            }
            else if (left >= 1 && call.Is(i, "BY"))
            {
                words = words with { By = call.Words[++i] };
                if (!words.IsConstant && !readsAnyKey)
                {
                    return FailDenied(call, "BY");
                }
            }
            else if (left >= 1 && call.Is(i, "GET"))
            {
                if (!readsAnyKey)
                {
                    return FailDenied(call, "GET");
                }

                get.Add(call.Words[++i]);
            }
            else
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        return true;
    }

    private static bool FailDenied(in CommandCall call, string option) =>
        call.Fail($"ERR {option} option of SORT denied due to insufficient ACL permissions.");
}
