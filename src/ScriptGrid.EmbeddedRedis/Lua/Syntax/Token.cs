using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A token, with the content of a name, a string or a number.</summary>
internal readonly record struct Token(TokenKind Kind, LuaString? Text = null, double Number = 0)
{
    private static readonly string[] Spellings =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat",
        "return", "then", "true", "until", "while", "..", "...", "==", ">=", "<=", "~=", "<number>", "<name>", "<string>", "<eof>",
    ];

    /// <summary>The line on which the token ends.</summary>
    internal int Line { get; init; }

    /// <summary>
    /// Returns the reserved words, with their kinds as numbers: .NET contains precompiled code for a dictionary with numbers as values, which makes the first
    /// script of a process faster.
    /// </summary>
    internal static Dictionary<LuaString, int> Reserved()
    {
        var words = new Dictionary<LuaString, int>();
        for (TokenKind kind = TokenKind.And; kind <= TokenKind.While; kind++)
        {
            words.Add(LuaString.FromText(Spellings[kind - TokenKind.And]), (int)kind);
        }

        return words;
    }

    /// <summary>Returns the form of a kind in messages.</summary>
    internal static byte[] Spell(TokenKind kind)
    {
        if (kind >= TokenKind.And)
        {
            return [.. Spellings[kind - TokenKind.And].Select(character => (byte)character)];
        }

        return kind < (TokenKind)' ' || kind == (TokenKind)127 ? [.. $"char({(int)kind})".Select(character => (byte)character)] : [(byte)kind];
    }
}
