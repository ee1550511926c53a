namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Matches patterns with <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c> and a backslash, which makes the next character literal.</summary>
internal static class Glob
{
    /// <summary>The most stars that a match may use. As in Redis, a match that needs more fails.</summary>
    private const int MaxStars = 1000;

    internal static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        if (text.IsEmpty)
        {
            return pattern.IsEmpty; // As in Redis, not even a star matches an empty text.
        }

        int stars = 0;
        int star = -1;
        int restart = 0;
        int p = 0;
        int t = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                while (p < pattern.Length && pattern[p] == '*')
                {
                    p++;
                }

                if (p == pattern.Length)
                {
                    return true;
                }

                if (++stars > MaxStars)
                {
                    return false;
                }

                star = p;
                restart = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern, ref p, text[t], ignoreCase))
            {
                t++;
            }
            else if (star >= 0)
            {
                // Let the last star take one character more. The stars before it need not be tried again.
                p = star;
                t = ++restart;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim((byte)'*').IsEmpty;
    }

    // Moves past the next element of the pattern if it matches.
    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ref int p, byte c, bool ignoreCase)
    {
        switch (pattern[p])
        {
            case (byte)'?':
                p++;
                return true;
            case (byte)'[':
                return MatchesClass(pattern, ref p, c, ignoreCase);
            case (byte)'\\' when p + 1 < pattern.Length:
                p += 2;
                return Same(pattern[p - 1], c, ignoreCase);
            default:
                return Same(pattern[p++], c, ignoreCase);
        }
    }

    // A class without a closing bracket ends with the pattern.
    private static bool MatchesClass(ReadOnlySpan<byte> pattern, ref int p, byte c, bool ignoreCase)
    {
        p++;
        bool negated = p < pattern.Length && pattern[p] == '^';
        p += negated ? 1 : 0;
        bool found = false;
        for (; p < pattern.Length && pattern[p] != ']'; p++)
        {
            if (pattern[p] == '\\' && p + 1 < pattern.Length)
            {
                found |= pattern[++p] == c;
            }
            else if (p + 2 < pattern.Length && pattern[p + 1] == '-')
            {
                found |= InRange(pattern[p], pattern[p + 2], c, ignoreCase);
                p += 2;
            }
            else
            {
                found |= Same(pattern[p], c, ignoreCase);
            }
        }

        p = Math.Min(p + 1, pattern.Length);
        return found != negated;
    }

    private static bool InRange(byte from, byte to, byte c, bool ignoreCase)
    {
        (byte low, byte high) = from <= to ? (from, to) : (to, from);
        return ignoreCase
            ? Lower(c) >= Lower(low) && Lower(c) <= Lower(high)
            : c >= low && c <= high;
    }

    private static bool Same(byte a, byte b, bool ignoreCase) => a == b || (ignoreCase && Lower(a) == Lower(b));

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
