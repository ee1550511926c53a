using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>
/// Comments of the form <c>-- scriptgrid: allow write, unbounded-scan</c>. After code, they apply to their line; on a line of their own, they apply to the
/// whole script.
/// </summary>
internal sealed class Suppressions
{
    private const string Prefix = "scriptgrid:";
    private const string Verb = "allow";

    private readonly HashSet<(int Line, string Code)> _onLine = [];
    private readonly HashSet<string> _everywhere = [];
    private readonly List<Finding> _findings = [];

    internal Suppressions(ReadOnlyMemory<byte> source)
    {
        var lexer = new LuaLexer(source, "") { Comments = [] };
        do
        {
            lexer.Next();
        }
        while (lexer.Current.Kind != TokenKind.EndOfFile);

        lexer.Comments.ForEach(Read);
    }

    /// <summary>The findings about the comments themselves.</summary>
    internal IReadOnlyList<Finding> Findings => _findings;

    internal bool Allows(Finding finding) =>
        finding.Code.Severity != Severity.Error
        && (_everywhere.Contains(finding.Code.Name) || _onLine.Contains((finding.Line, finding.Code.Name)));

    private void Read(Comment comment)
    {
        string text = Encoding.Latin1.GetString(comment.Text.Span).Trim(' ', '\t', '\r', '-');
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        string[] words = text[Prefix.Length..].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        if (comment.IsAlone && words is not [Verb, ..])
        {
            return; // This declares a metric, which the collector reads.
        }

        if (words is not [Verb, _, ..])
        {
            Complain(comment.Line, "this comment allows no finding; write -- scriptgrid: allow and then the codes, separated by commas");
            return;
        }

        foreach (string word in words.Skip(1).Select(word => word.ToLowerInvariant()))
        {
            if (FindingCode.All.All(code => code.Name != word))
            {
                Complain(comment.Line, $"there is no finding '{word}' to allow");
            }
            else if (comment.IsAlone)
            {
                _everywhere.Add(word);
            }
            else
            {
                _onLine.Add((comment.Line, word));
            }
        }
    }

    private void Complain(int line, string message) => _findings.Add(new Finding(line, FindingCode.UnknownCode, message));
}
