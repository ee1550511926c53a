namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Splits a line of an inline command into words at blanks. Words may have single or double quotes. A zero byte ends the line, as in C.</summary>
internal static class TypedLine
{
    /// <summary>Adds the words of a line to a list. Returns false if a quote is not closed, or if a closing quote is not followed by a blank.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> line, List<byte[]> words)
    {
        line = CText.Of(line);
        int i = 0;
        while (true)
        {
            while (i < line.Length && IsBlank(line[i]))
            {
                i++;
            }

            if (i == line.Length)
            {
                return true;
            }

            var word = new List<byte>();
            if (!TryReadWord(line, ref i, word))
            {
                return false;
            }

            words.Add([.. word]);
        }
    }

    private static bool TryReadWord(ReadOnlySpan<byte> line, ref int i, List<byte> word)
    {
        while (i < line.Length && line[i] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
        {
            byte c = line[i++];
            if (c is not ((byte)'"' or (byte)'\''))
            {
                word.Add(c);
            }
            else if (!TryReadQuoted(line, ref i, word, c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadQuoted(ReadOnlySpan<byte> line, ref int i, List<byte> word, byte quote)
    {
        while (i < line.Length)
        {
            byte c = line[i++];
            if (c == quote)
            {
                return i == line.Length || IsBlank(line[i]);
            }

            if (c == (byte)'\\' && i < line.Length)
            {
                word.Add(quote == (byte)'"' ? ReadEscape(line, ref i) : ReadSingleEscape(line, ref i));
            }
            else
            {
                word.Add(c);
            }
        }

        return false;
    }

    private static byte ReadSingleEscape(ReadOnlySpan<byte> line, ref int i)
    {
        if (line[i] != (byte)'\'')
        {
            return (byte)'\\';
        }

        i++;
        return (byte)'\'';
    }

    private static byte ReadEscape(ReadOnlySpan<byte> line, ref int i)
    {
        byte c = line[i++];
        if (c == (byte)'x' && i + 1 < line.Length && char.IsAsciiHexDigit((char)line[i]) && char.IsAsciiHexDigit((char)line[i + 1]))
        {
            byte value = Convert.FromHexString([(char)line[i], (char)line[i + 1]])[0];
            i += 2;
            return value;
        }

        return c switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'a' => (byte)'\a',
            _ => c,
        };
    }

    /// <summary>Whether a byte may come before a word or after a closing quote. \v and \f do not end a word that has no quotes.</summary>
    private static bool IsBlank(byte c) => c is (byte)' ' or (>= 9 and <= 13);
}
