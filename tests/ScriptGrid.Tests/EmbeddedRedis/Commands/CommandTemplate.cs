using System.Globalization;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>
/// A line of which commands are made by chance: <c>{x}</c> is replaced by something of kind x, <c>a|b</c> is one of them, <c>[...]</c> is left out at times, <c>&lt;...&gt;</c> comes
/// once to three times. What would mean something here is written as one of <c>␣␤¦⟦⟧⟨⟩</c>: a blank, a new line, and the like.
/// </summary>
internal sealed class CommandTemplate(string text)
{
    private static readonly string[] Odd = ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "abc", "", "1.5", "01", "+1", " 1", "-0", "2147483648"];
    private static readonly string[] Doubles = ["0", "1", "-1", "1.5", "0.1", "3.3", "1e5", "-2.25", "1e300", "inf", "-inf", "nan", "0x10", "abc", "", "1e17", "0.000001", "-0", ".5", "2"];
    private static readonly string[] Words = ["a", "b", "c", "d", "e", "f1", "f2", "1", "2", "10", "-5", "field", ""];
    private static readonly string[] Values = ["v", "hello", "1", "100", "-7", "", "3.14", "12345678901234567890", "01", "foo bar", "abcdefghijklmnopqrstuvwxyz0123456789abcdefgh"];
    private static readonly string[] Patterns = ["*", "a*", "?", "[a-c]", "*1", "[^a]", "f*", "\\a", "[a", "*e*d"];
    private static readonly string[] Others = ["a:string", "a:list", "a:hash", "a:set", "a:zset", "a:stream", "none"];

    /// <summary>Makes a command; the same for the same state of chance.</summary>
    internal string[] Make(Random random)
    {
        var words = new List<string>();
        int at = 0;
        Append(words, ref at, random, isWanted: true);
        return [.. words];
    }

    private void Append(List<string> words, ref int at, Random random, bool isWanted)
    {
        while (at < text.Length && text[at] is not (']' or '>'))
        {
            switch (text[at])
            {
                case ' ':
                    at++;
                    break;
                case '[':
                    at++;
                    Append(words, ref at, random, isWanted && random.Next(10) < 4);
                    at++;
                    break;
                case '<':
                    Repeat(words, ref at, random, isWanted);
                    break;
                default:
                    int end = text.AsSpan(at).IndexOfAny(" ]>");
                    string word = end < 0 ? text[at..] : text.Substring(at, end);
                    at += word.Length;
                    if (isWanted)
                    {
                        words.Add(Plain(Fill(Pick(word.Split('|'), random), random)));
                    }

                    break;
            }
        }
    }

    private void Repeat(List<string> words, ref int at, Random random, bool isWanted)
    {
        int start = at + 1;
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            at = start;
            Append(words, ref at, random, isWanted);
        }

        at++;
    }

    private static string Plain(string word) => word
        .Replace('␣', ' ').Replace('␤', '\n').Replace('¦', '|').Replace('⟦', '[').Replace('⟧', ']').Replace('⟨', '<').Replace('⟩', '>');

    private static string Fill(string word, Random random) => word switch
    {
        "{key}" => random.Next(25) == 0 ? Pick(Others, random) : "k" + Between(0, 4, random),
        "{int}" => random.Next(5) == 0 ? Pick(Odd, random) : Between(-6, 12, random),
        "{count}" => random.Next(15) == 0 ? Pick(Odd, random) : Between(0, 8, random),
        "{double}" => Pick(Doubles, random),
        "{word}" => Pick(Words, random),
        "{value}" => Pick(Values, random),
        "{number}" => Between(-20, 40, random),
        "{pattern}" => Pick(Patterns, random),
        "{score}" => random.Next(6) == 0 ? Pick(Doubles, random) : Between(0, 6, random),
        "{bound}" => (random.Next(3) == 0 ? "(" : "") + (random.Next(6) == 0 ? Pick(Doubles, random) : Between(-1, 7, random)),
        "{lex}" => Pick(["-", "+", "[" + Pick(Words, random), "(" + Pick(Words, random), Pick(Words, random)], random),
        "{id}" => Pick([Between(1, 60, random) + "-" + Between(0, 3, random), Between(1, 60, random), "0-0", "abc"], random),
        "{end}" => Pick(["-", "+", "(" + Between(1, 30, random), Between(1, 60, random), "5-*"], random),
        "{longitude}" => Between(-179, 180, random) + ".25",
        "{latitude}" => Between(-84, 85, random) + ".125",
        _ => word,
    };

    private static string Between(int from, int to, Random random) => random.Next(from, to).ToString(CultureInfo.InvariantCulture);

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];
}
