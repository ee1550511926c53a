using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>One token, with the content of a name, a string or a number.</summary>
internal readonly record struct Token(TokenKind Kind, LuaString? Text = null, double Number = 0)
{
    private static readonly string[] Spellings =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat",
        "return", "then", "true", "until", "while", "..", "...", "==", ">=", "<=", "~=", "<number>", "<name>", "<string>", "<eof>",
    ];

    /// <summary>The line that it ends on.</summary>
    internal int Line { get; init; }

    /// <summary>The reserved words.</summary>
    internal static IEnumerable<KeyValuePair<LuaString, TokenKind>> Reserved =>
        Enumerable.Range(0, TokenKind.While - TokenKind.And + 1)
            .Select(index => KeyValuePair.Create(LuaString.FromText(Spellings[index]), TokenKind.And + index));

    /// <summary>A kind as it stands in messages.</summary>
    internal static byte[] Spell(TokenKind kind)
    {
        if (kind >= TokenKind.And)
        {
            return [.. Spellings[kind - TokenKind.And].Select(character => (byte)character)];
        }

        return kind < (TokenKind)' ' || kind == (TokenKind)127 ? [.. $"char({(int)kind})".Select(character => (byte)character)] : [(byte)kind];
    }
}
