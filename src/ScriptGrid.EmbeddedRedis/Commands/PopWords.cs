using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>The words of LMPOP, ZMPOP and their forms that wait. Methods that return false have replied.</summary>
internal static class PopWords
{
    /// <summary>Reads <c>numkeys key [key ...] LEFT|RIGHT [COUNT n]</c>, or the same with <c>MIN|MAX</c>.</summary>
    internal static bool TryPopWords(this in CommandCall call, int from, out int keys, out bool first, out long count, string firstWord = "LEFT", string lastWord = "RIGHT")
    {
        (keys, first, count) = (0, false, 1);
        if (!call.TryInteger(from, 1, long.MaxValue, out long number, "ERR numkeys should be greater than 0"))
        {
            return false;
        }

        if (number > call.Words.Length - from - 2)
        {
            return call.Fail(DataErrors.Syntax);
        }

        keys = (int)number;
        int where = from + 1 + keys;
        first = call.Is(where, firstWord);
        if (!first && !call.Is(where, lastWord))
        {
            return call.Fail(DataErrors.Syntax);
        }

        if (where + 1 == call.Words.Length)
        {
            return true;
        }

        // The first COUNT is read before words after it are noticed.
        return where + 2 < call.Words.Length && call.Is(where + 1, "COUNT")
            ? call.TryInteger(where + 2, 1, long.MaxValue, out count, "ERR count should be greater than 0")
                && (where + 3 == call.Words.Length || call.Fail(DataErrors.Syntax))
            : call.Fail(DataErrors.Syntax);
    }
}
