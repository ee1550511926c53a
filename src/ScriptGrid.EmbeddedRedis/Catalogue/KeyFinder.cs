using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>Finds the keys among the words of a command.</summary>
internal static class KeyFinder
{
    /// <summary>Returns the keys in the order of their specifications; null if the words contradict each other.</summary>
    internal static List<KeyUse>? Find(CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        var keys = new List<KeyUse>();
        foreach (KeySpecification specification in CommandDetails.All[facts.Name].Keys)
        {
            if (!specification.IsNoKey && !TryAdd(specification, words, keys))
            {
                return null;
            }
        }

        return Correct(facts.Name, words, keys);
    }

    private static bool TryAdd(KeySpecification specification, ReadOnlySpan<byte[]> words, List<KeyUse> keys)
    {
        int first = First(specification, words);
        return first < 0 || first >= words.Length || specification.Find[0] switch
        {
            "range" => TryAddRange(specification, words, first, keys),
            "keynum" => TryAddCounted(specification, words, first, keys),
            _ => true,
        };
    }

    private static int First(KeySpecification specification, ReadOnlySpan<byte[]> words)
    {
        switch (specification.Begin[0])
        {
            case "index":
                return Number(specification.Begin[1]);
            case "keyword":
                int start = Number(specification.Begin[2]);
                int step = start > 0 ? 1 : -1;
                for (int i = start > 0 ? start : words.Length + start; i > 0 && i < words.Length; i += step)
                {
                    if (Is(words[i], specification.Begin[1]))
                    {
                        return i + 1;
                    }
                }

                return -1;
            default:
                return -1;
        }
    }

    private static bool TryAddRange(KeySpecification specification, ReadOnlySpan<byte[]> words, int first, List<KeyUse> keys)
    {
        int last = Number(specification.Find[1]);
        int step = Number(specification.Find[2]);
        int limit = Number(specification.Find[3]);
        if (last >= 0)
        {
            last += first;
        }
        else
        {
            last = limit <= 1 ? words.Length + last : first + ((words.Length - first) / limit) + last;
        }

        for (int i = first; i <= last; i += step)
        {
            if (i >= words.Length)
            {
                return false;
            }

            Add(specification, i, keys);
        }

        return true;
    }

    private static bool TryAddCounted(KeySpecification specification, ReadOnlySpan<byte[]> words, int begin, List<KeyUse> keys)
    {
        int step = Number(specification.Find[3]);
        int countAt = begin + Number(specification.Find[1]);
        int first = begin + Number(specification.Find[2]);
        if (countAt >= words.Length
            || Count(words[countAt]) is not (>= 1 and var count)
            || (long)first + ((count - 1L) * step) >= words.Length)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            Add(specification, first + (i * step), keys);
        }

        return true;
    }

    /// <summary>Parses a number of keys as C's atoi does: skips blanks before it, ignores anything after it, and returns 0 if there is no number.</summary>
    private static int Count(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> text = word.TrimStart(" \t\n\v\f\r"u8);
        bool isNegative = !text.IsEmpty && text[0] == '-';
        long number = 0;
        for (int i = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
        {
            int digit = text[i] - '0';
            number = number > (long.MaxValue - digit) / 10 ? long.MaxValue : (number * 10) + digit;
        }

        return unchecked((int)(!isNegative ? number : number == long.MaxValue ? long.MinValue : -number));
    }

    private static void Add(KeySpecification specification, int position, List<KeyUse> keys) =>
        keys.Add(new KeyUse(position, specification.Reads, specification.Writes, specification.Flags));

    /// <summary>Corrects the keys of commands whose options change the number of keys or what the command does to them.</summary>
    private static List<KeyUse> Correct(string name, ReadOnlySpan<byte[]> words, List<KeyUse> keys)
    {
        switch (name)
        {
            case "set":
                keys[0] = Contains(words, 3, "GET")
                    ? keys[0] with { Flags = ["RW", "access", "update"] }
                    : keys[0] with { Reads = false, Flags = ["OW", "update"] };
                break;
            case "bitfield":
                keys[0] = MayWriteBits(words)
                    ? keys[0] with { Flags = ["RW", "access", "update"] }
                    : keys[0] with { Writes = false, Flags = ["RO", "access"] };
                break;
            case "sort":
                int store = LastStore(words);
                if (store > 0)
                {
                    keys.Add(new KeyUse(store, Reads: false, Writes: true, ["OW", "update"]));
                }

                break;
            case "migrate" when words[3].Length == 0:
                keys.RemoveAt(0);
                break;
        }

        return keys;
    }

    /// <summary>Whether BITFIELD writes. Returns true if the words make no sense, to be safe.</summary>
    private static bool MayWriteBits(ReadOnlySpan<byte[]> words)
    {
        int i = 2;
        while (i < words.Length)
        {
            int left = words.Length - 1 - i;
            int step = Is(words[i], "GET") && left >= 2 ? 3 : Is(words[i], "OVERFLOW") && left >= 1 ? 2 : 0;
            if (step == 0)
            {
                return true;
            }

            i += step;
        }

        return false;
    }

    private static int LastStore(ReadOnlySpan<byte[]> words)
    {
        int found = 0;
        for (int i = 2; i < words.Length; i++)
        {
            if (Is(words[i], "LIMIT"))
            {
                i += 2;
            }
            else if (Is(words[i], "GET") || Is(words[i], "BY"))
            {
                i++;
            }
            else if (Is(words[i], "STORE") && i + 1 < words.Length)
            {
                found = i + 1;
            }
        }

        return found;
    }

    private static bool Contains(ReadOnlySpan<byte[]> words, int start, string keyword)
    {
        for (int i = start; i < words.Length; i++)
        {
            if (Is(words[i], keyword))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(byte[] word, string keyword) => Ascii.EqualsIgnoreCase(word, keyword);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
