namespace ScriptGrid.Engine.Compression;

/// <summary>
/// The one code (RFC 1951, 3.2.7) in which every page is written. Pages are alike: lines repeat the line above except for a few digits. A code for each page
/// would need a second pass, and save a tenth. Deflate's fixed code, which knows nothing about pages, would make them twice as long.
/// </summary>
internal static class PageCode
{
    /// <summary>
    /// The bits of the longest code for a byte. This is also the most that text can grow to, since no match takes more bits for each of its bytes.
    /// </summary>
    public const int MostBitsPerByte = 12;

    private const int EndOfBlock = 256;
    private const int FirstLength = 257;
    private const int LengthSymbols = 29;
    private const int DistanceSymbols = 30;
    private const int Repeat = 16;

    /// <summary>The order in which a block lists the lengths of the code for code lengths.</summary>
    private static readonly byte[] ListOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static readonly byte[] SymbolLengths = [.. Enumerable.Range(0, FirstLength + LengthSymbols).Select(LengthOfSymbol)];
    private static readonly byte[] DistanceLengths = [.. Enumerable.Range(0, DistanceSymbols).Select(LengthOfDistance)];
    private static readonly PageBits[] Symbols = CanonicalCode.Of(SymbolLengths);

    /// <summary>The code of each byte that is written as itself.</summary>
    public static PageBits[] Literals { get; } = Symbols[..EndOfBlock];

    /// <summary>The code that ends a block.</summary>
    public static PageBits End { get; } = Symbols[EndOfBlock];

    /// <summary>The codes of match lengths with their extra bits, from <see cref="PageDeflate.ShortestMatch"/> on.</summary>
    public static PageBits[] Lengths { get; } = [.. Enumerable.Range(0, PageDeflate.LongestMatch + 1).Select(WrittenLength)];

    /// <summary>The codes of distance symbols. The extra bits come after them.</summary>
    public static PageBits[] Distances { get; } = CanonicalCode.Of(DistanceLengths);

    /// <summary>The beginning of a block that others follow: its type, and the lengths of all codes.</summary>
    public static PageBits[] Header { get; } = [.. WriteHeader()];

    /// <summary>Returns the length of a symbol's code. The lengths form a complete code: digits take four bits, long matches six, rare bytes twelve.</summary>
    private static byte LengthOfSymbol(int symbol) => symbol switch
    {
        >= '0' and <= '9' => 4,
        '.' => 6,
        ':' or '-' or (>= 'a' and <= 'f') => 7,
        '\n' or (>= 'g' and <= 'z') => 9,
        >= ' ' and <= '~' or EndOfBlock => 11,
        < EndOfBlock => 12,
        FirstLength => 5, // Three bytes: quote, brace and blank.
        >= FirstLength + 16 and <= FirstLength + 23 => 6, // 35 to 162 bytes: the start of a line.
        < FirstLength + 15 => 9,
        < FirstLength + 28 => 10,
        _ => 11,
    };

    /// <summary>Returns the length of a distance's code. Most distances are the length of a line.</summary>
    private static byte LengthOfDistance(int symbol) => symbol switch
    {
        12 or 13 => 2, // 65 to 128 bytes.
        14 => 3,
        11 or 15 => 4,
        16 or 17 => 5,
        10 => 6,
        _ => 7,
    };

    private static PageBits WrittenLength(int length)
    {
        int over = length - PageDeflate.ShortestMatch;
        if (over < 0)
        {
            return default;
        }

        if (length == PageDeflate.LongestMatch)
        {
            return Symbols[FirstLength + LengthSymbols - 1];
        }

        // Each of the first eight lengths has its own symbol. After that, there are four symbols for each power of two.
        int further = over < 8 ? 0 : int.Log2(over) - 2;
        int symbol = (further << 2) + (over >> further);
        return Symbols[FirstLength + symbol].With(over & ((1 << further) - 1), further);
    }

    private static IEnumerable<PageBits> WriteHeader()
    {
        yield return new PageBits(0b100, 3); // Not the last block; codes follow.
        yield return new PageBits(LengthSymbols, 5);
        yield return new PageBits(DistanceSymbols - 1, 5);
        yield return new PageBits((uint)ListOrder.Length - 4, 4);
        byte[] listLengths = [5, .. Enumerable.Repeat((byte)4, 14), 5, 4, 0, 0];
        foreach (byte symbol in ListOrder)
        {
            yield return new PageBits(listLengths[symbol], 3);
        }

        PageBits[] list = CanonicalCode.Of(listLengths);
        byte[] lengths = [.. SymbolLengths, .. DistanceLengths];
        for (int i = 0; i < lengths.Length;)
        {
            yield return list[lengths[i]];
            byte length = lengths[i++];
            for (int same; (same = lengths.AsSpan(i).IndexOfAnyExcept(length)) != 0; i += same)
            {
                same = Math.Min(same < 0 ? lengths.Length - i : same, 6);
                if (same < 3)
                {
                    break;
                }

                yield return list[Repeat].With(same - 3, 2);
            }
        }
    }
}
