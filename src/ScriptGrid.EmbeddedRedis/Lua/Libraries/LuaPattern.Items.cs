using System.Buffers;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Character classes, sets, and items that match more than one character.</summary>
internal ref partial struct LuaPattern
{
    private static readonly SearchValues<byte> Specials = SearchValues.Create("^$*+?.([%-"u8);

    /// <summary>Returns the character that every match of a pattern begins with; -1 if there is none.</summary>
    private static int FindFirst(ReadOnlySpan<byte> pattern)
    {
        bool isLiteral = !pattern.IsEmpty && pattern[0] != ')' && !Specials.Contains(pattern[0])
            && (pattern.Length == 1 || pattern[1] is not ((byte)'*' or (byte)'?' or (byte)'-'));
        return isLiteral ? pattern[0] : -1;
    }

    /// <summary>Whether a character belongs to the class of a letter after <c>%</c>. A capital letter stands for the complement.</summary>
    private static bool IsInClass(byte character, byte letter)
    {
        char c = (char)character;
        bool isIn;
        switch (letter | 0x20)
        {
            case 'a':
                isIn = char.IsAsciiLetter(c);
                break;
            case 'c':
                isIn = character is < 32 or 127;
                break;
            case 'd':
                isIn = char.IsAsciiDigit(c);
                break;
            case 'l':
                isIn = char.IsAsciiLetterLower(c);
                break;
            case 'p':
                isIn = character is > 32 and < 127 && !char.IsAsciiLetterOrDigit(c);
                break;
            case 's':
                isIn = LuaNumber.IsBlank(character);
                break;
            case 'u':
                isIn = char.IsAsciiLetterUpper(c);
                break;
            case 'w':
                isIn = char.IsAsciiLetterOrDigit(c);
                break;
            case 'x':
                isIn = char.IsAsciiHexDigit(c);
                break;
            case 'z':
                isIn = character == 0;
                break;
            default:
                return letter == character;
        }

        // At this point the letter is a known class.
        return isIn == ((letter & 0x20) != 0);
    }

    /// <summary>Returns the position after the single-character item at <paramref name="pattern"/>.</summary>
    private readonly int ClassEnd(int pattern)
    {
        byte first = _pattern[pattern++];
        if (first == Escape)
        {
            return pattern < _pattern.Length ? pattern + 1 : throw _thread.Error("malformed pattern (ends with '%')");
        }

        if (first != '[')
        {
            return pattern;
        }

        pattern += pattern < _pattern.Length && _pattern[pattern] == '^' ? 1 : 0;
        bool isFirst = true;
        while (isFirst || pattern >= _pattern.Length || _pattern[pattern] != ']')
        {
            isFirst = false;
            if (pattern >= _pattern.Length)
            {
                throw _thread.Error("malformed pattern (missing ']')");
            }

            pattern += _pattern[pattern] == Escape && pattern + 1 < _pattern.Length ? 2 : 1;
        }

        return pattern + 1;
    }

    private readonly bool IsSingle(byte character, int pattern, int end)
    {
        byte first = _pattern[pattern];
        return first switch
        {
            (byte)'.' => true,
            Escape => IsInClass(character, _pattern[pattern + 1]),
            (byte)'[' => IsInSet(character, pattern, end - 1),
            _ => first == character,
        };
    }

    /// <summary>Whether the set from its <c>[</c> to its <c>]</c> at <paramref name="last"/> contains a character.</summary>
    private readonly bool IsInSet(byte character, int pattern, int last)
    {
        bool found = true;
        int at = pattern + 1;
        if (_pattern[at] == '^')
        {
            found = false;
            at++;
        }

        for (; at < last; at++)
        {
            byte item = _pattern[at];
            if (item == Escape)
            {
                at++;
                if (IsInClass(character, _pattern[at]))
                {
                    return found;
                }
            }
            else if (at + 2 < last && _pattern[at + 1] == '-')
            {
                at += 2;
                if (item <= character && character <= _pattern[at])
                {
                    return found;
                }
            }
            else if (item == character)
            {
                return found;
            }
        }

        return !found;
    }

    /// <summary>Matches <c>%bxy</c>: from an x to the y that balances it.</summary>
    private Outcome Balance(ref int source, ref int pattern)
    {
        if (pattern + 3 >= _pattern.Length)
        {
            throw _thread.Error("unbalanced pattern");
        }

        byte open = _pattern[pattern + 2];
        byte close = _pattern[pattern + 3];
        if (source >= _source.Length || _source[source] != open)
        {
            return Outcome.Failed;
        }

        int depth = 1;
        for (int at = source + 1; at < _source.Length; at++)
        {
            Work(1);
            if (_source[at] == close)
            {
                depth--;
            }
            else if (_source[at] == open)
            {
                depth++;
            }

            if (depth == 0)
            {
                source = at + 1;
                pattern += 4;
                return Outcome.Goes;
            }
        }

        return Outcome.Failed;
    }

    /// <summary>Matches <c>%f[set]</c>: between a character outside the set and one inside it. Both ends of the source count as a zero byte.</summary>
    private Outcome Frontier(int source, ref int pattern)
    {
        int set = pattern + 2;
        if (set >= _pattern.Length || _pattern[set] != '[')
        {
            throw _thread.Error("missing '[' after '%f' in pattern");
        }

        int end = ClassEnd(set);
        Work(end - set);
        byte before = source == 0 ? (byte)0 : _source[source - 1];
        byte after = source < _source.Length ? _source[source] : (byte)0;
        pattern = end;
        return !IsInSet(before, set, end - 1) && IsInSet(after, set, end - 1) ? Outcome.Goes : Outcome.Failed;
    }
}
