using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// A regex in Prometheus' syntax, which is Go's, for .NET. Named groups become plain ones, because Go numbers all groups from left to right and .NET
/// numbers named ones last. POSIX classes such as <c>[[:digit:]]</c> become ranges, because .NET does not know them.
/// </summary>
internal sealed class PrometheusPattern
{
    private const string GoName = "(?P<";
    private const string Name = "(?<";

    /// <summary>The POSIX classes, each as pairs of the first and the last character of a range, in ascending order.</summary>
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "09AZaz",
        ["alpha"] = "AZaz",
        ["ascii"] = "\u0000\u007F",
        ["blank"] = "\t\t  ",
        ["cntrl"] = "\u0000\u001F\u007F\u007F",
        ["digit"] = "09",
        ["graph"] = "!~",
        ["lower"] = "az",
        ["print"] = " ~",
        ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ",
        ["upper"] = "AZ",
        ["word"] = "09AZ__az",
        ["xdigit"] = "09AFaf",
    };

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly StringBuilder _translated = new();
    private readonly string _text;
    private int _at;
    private int _groups;

    /// <param name="text">The pattern as written.</param>
    /// <exception cref="ArgumentException">The pattern is not a valid regex.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public PrometheusPattern(string text)
    {
        _text = text;
        while (_at < text.Length)
        {
            TranslateNext();
        }

        Regex = RelabelRule.Compile($@"\A(?:{_translated})\z");
    }

    /// <summary>The regex. It has to match the whole text.</summary>
    public Regex Regex { get; }

    /// <summary>Returns a replacement in which references to named groups are references to their numbers in <see cref="Regex"/>.</summary>
    public string WithNumbers(string replacement) => ReplacementText.WithNumbers(replacement, _numbers);

    private void TranslateNext()
    {
        switch (_text[_at])
        {
            case '\\':
                Copy(2);
                break;
            case '[':
                TranslateSet();
                break;
            case '(' when Follows(GoName):
                TranslateNamedGroup(GoName);
                break;
            case '(' when Follows(Name) && !Follows("(?<=") && !Follows("(?<!"):
                TranslateNamedGroup(Name);
                break;
            case '(':
                _groups += Follows("(?") ? 0 : 1;
                Copy(1);
                break;
            default:
                Copy(1);
                break;
        }
    }

    private void TranslateNamedGroup(string opening)
    {
        int end = _text.IndexOf('>', _at);
        string name = end < 0 ? "" : _text[(_at + opening.Length)..end];
        if (name.Length == 0 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            throw new ArgumentException("The name of a group is not valid.");
        }

        _numbers.Add(name, ++_groups);
        _translated.Append('(');
        _at = end + 1;
    }

    /// <summary>Translates a set in brackets. A bracket at its beginning is a member of it, and so is an opening bracket anywhere.</summary>
    private void TranslateSet()
    {
        Copy(Follows("[^") ? 2 : 1);
        bool isFirst = true;
        while (_at < _text.Length && (isFirst || _text[_at] != ']'))
        {
            isFirst = false;
            if (Follows("[:") && _text.IndexOf(":]", _at + 2, StringComparison.Ordinal) is var end and > 0)
            {
                AppendClass(_text[(_at + 2)..end]);
                _at = end + 2;
            }
            else
            {
                _translated.Append(_text[_at] is '[' or ']' ? "\\" : "");
                Copy(_text[_at] == '\\' ? 2 : 1);
            }
        }

        Copy(1);
    }

    private void AppendClass(string name)
    {
        bool isNegated = name.StartsWith('^');
        if (!Classes.TryGetValue(isNegated ? name[1..] : name, out string? ranges))
        {
            throw new ArgumentException("There is no such class of characters.");
        }

        char next = '\0';
        for (int i = 0; i < ranges.Length; i += 2)
        {
            if (!isNegated)
            {
                AppendRange(ranges[i], ranges[i + 1]);
            }
            else if (ranges[i] > next)
            {
                AppendRange(next, (char)(ranges[i] - 1));
            }

            next = (char)(ranges[i + 1] + 1);
        }

        if (isNegated)
        {
            AppendRange(next, char.MaxValue);
        }
    }

    private void AppendRange(char first, char last) =>
        _translated.Append(CultureInfo.InvariantCulture, $@"\u{(int)first:X4}-\u{(int)last:X4}");

    private bool Follows(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private void Copy(int count)
    {
        int end = Math.Min(_at + count, _text.Length);
        _translated.Append(_text, _at, end - _at);
        _at = end;
    }
}
