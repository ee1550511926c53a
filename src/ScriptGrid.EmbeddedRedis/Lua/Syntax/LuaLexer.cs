using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Splits Lua 5.1 source into tokens, one at a time, and tracks the lines for messages and instructions.</summary>
internal sealed partial class LuaLexer
{
    private const int EndOfSource = -1;

    /// <summary>The bytes of source between two charges, a power of two.</summary>
    private const int BytesBetweenCharges = 1 << 14;

    private static readonly Dictionary<LuaString, int> ReservedWords = Token.Reserved();

    private ReadOnlyMemory<byte> _source;
    private readonly string _chunkName;
    private readonly Dictionary<LuaString, LuaString> _strings = [];
    private readonly List<byte> _buffer = [];
    private Token? _lookahead;
    private int _position;
    private int _lineOfToken;
    private int _tokens;

    /// <summary>The current byte, or <see cref="EndOfSource"/>.</summary>
    private int _byte;

    internal LuaLexer(ReadOnlyMemory<byte> source, string chunkName)
    {
        _source = source;
        _chunkName = chunkName;
        _byte = source.IsEmpty ? EndOfSource : source.Span[0];
    }

    /// <summary>The current token.</summary>
    internal Token Current { get; private set; } = new(TokenKind.EndOfFile);

    /// <summary>The line that was read so far: that of the current token, or of the next one if <see cref="LookAhead"/> has read it.</summary>
    internal int Line { get; private set; } = 1;

    /// <summary>The value of <see cref="Line"/> when the last token was consumed. Instructions carry this line.</summary>
    internal int LastLine { get; private set; } = 1;

    /// <summary>The list that gets the short comments; null to discard them.</summary>
    internal List<Comment>? Comments { get; init; }

    /// <summary>Called now and then with the numbers of tokens and bytes that were read since the last call.</summary>
    internal Action<int, int>? Charge { get; init; }

    /// <summary>Returns what follows the source, piece by piece; an empty piece ends it. Null if nothing follows.</summary>
    internal Func<ReadOnlyMemory<byte>>? More { get; init; }

    /// <summary>Moves to the next token.</summary>
    internal void Next()
    {
        _tokens++;
        LastLine = Line;
        Current = _lookahead ?? ReadWithLine();
        _lookahead = null;
        _lineOfToken = Line;
    }

    /// <summary>Returns the kind of the token after the current one.</summary>
    internal TokenKind LookAhead()
    {
        _lookahead ??= ReadWithLine();
        return _lookahead.Value.Kind;
    }

    /// <summary>Creates an error at the current token.</summary>
    internal LuaSyntaxException Error(string problem) => ErrorNear(problem, Current.Kind);

    /// <summary>Creates an error that quotes no token.</summary>
    internal LuaSyntaxException BareError(string problem) => ErrorNear(problem, TokenKind.Nul);

    /// <summary>Creates an error near a token. For a token with content, the error quotes the text that was read last, up to a zero byte.</summary>
    private LuaSyntaxException ErrorNear(string problem, TokenKind kind)
    {
        if (kind == TokenKind.Nul)
        {
            return new LuaSyntaxException(_chunkName, Line, problem);
        }

        byte[] near = kind is TokenKind.Name or TokenKind.String or TokenKind.Number
            ? [.. _buffer.TakeWhile(character => character != 0)]
            : Token.Spell(kind);
        return new LuaSyntaxException(_chunkName, Line, [.. System.Text.Encoding.Latin1.GetBytes(problem), .. " near '"u8, .. near, (byte)'\'']);
    }

    private Token ReadWithLine() => Read() with { Line = Line };

    private Token Read()
    {
        _buffer.Clear();
        while (true)
        {
            switch (_byte)
            {
                case '\n' or '\r':
                    PassNewline();
                    break;
                case ' ' or '\t' or '\v' or '\f':
                    Advance();
                    break;
                case '-':
                    Advance();
                    if (_byte != '-')
                    {
                        return new Token(TokenKind.Minus);
                    }

                    PassComment();
                    break;
                default:
                    return ReadToken();
            }
        }
    }

    private Token ReadToken()
    {
        switch (_byte)
        {
            case EndOfSource:
                return new Token(TokenKind.EndOfFile);
            case '[':
                return ReadBracket();
            case '=' or '<' or '>' or '~':
                return ReadComparison();
            case '"' or '\'':
                return ReadString();
            case '.':
                return ReadDots();
            case >= '0' and <= '9':
                return ReadNumber();
        }

        if (IsNameByte(_byte))
        {
            return ReadName();
        }

        var token = new Token((TokenKind)_byte);
        Advance();
        return token;
    }

    private Token ReadComparison()
    {
        int first = _byte;
        Advance();
        if (_byte != '=')
        {
            return new Token((TokenKind)first);
        }

        Advance();
        return new Token(first switch
        {
            '=' => TokenKind.Equal,
            '<' => TokenKind.LessOrEqual,
            '>' => TokenKind.GreaterOrEqual,
            _ => TokenKind.NotEqual,
        });
    }

    private Token ReadDots()
    {
        SaveAndAdvance();
        if (SaveIf('.', '.'))
        {
            return new Token(SaveIf('.', '.') ? TokenKind.Dots : TokenKind.Concat);
        }

        return IsDigit(_byte) ? ReadNumber() : new Token(TokenKind.Dot);
    }

    private Token ReadName()
    {
        do
        {
            SaveAndAdvance();
        }
        while (IsNameByte(_byte));

        var name = Intern(_buffer.ToArray());
        return ReservedWords.TryGetValue(name, out int kind) ? new Token((TokenKind)kind) : new Token(TokenKind.Name, name);
    }

    /// <summary>Returns the same object for equal names and strings.</summary>
    private LuaString Intern(byte[] bytes)
    {
        var text = new LuaString(bytes);
        if (_strings.TryGetValue(text, out var known))
        {
            return known;
        }

        _strings.Add(text, text);
        return text;
    }

    private void Advance()
    {
        _position++;
        if ((_position & (BytesBetweenCharges - 1)) == 0)
        {
            ChargeRead(BytesBetweenCharges);
        }

        if (_position < _source.Length)
        {
            _byte = _source.Span[_position];
        }
        else
        {
            ReadMore();
        }
    }

    private void ChargeRead(int bytes)
    {
        Charge?.Invoke(_tokens, bytes);
        _tokens = 0;
    }

    /// <summary>Moves to the first byte of the next piece, or to the end.</summary>
    private void ReadMore()
    {
        _byte = EndOfSource;
        if (More is not null)
        {
            ChargeRead(_position & (BytesBetweenCharges - 1));
            _source = More();
            _position = 0;
            _byte = _source.IsEmpty ? EndOfSource : _source.Span[0];
        }
    }

    private void SaveAndAdvance()
    {
        _buffer.Add((byte)_byte);
        Advance();
    }

    /// <summary>Consumes one of two bytes. A zero byte also counts: C's strchr, which Lua uses, finds the zero at the end of its list.</summary>
    private bool SaveIf(char one, char other)
    {
        if (_byte != one && _byte != other && _byte != 0)
        {
            return false;
        }

        SaveAndAdvance();
        return true;
    }

    /// <summary>Skips a line end of one or two bytes.</summary>
    private void PassNewline()
    {
        int first = _byte;
        Advance();
        if (_byte is '\n' or '\r' && _byte != first)
        {
            Advance();
        }

        Line++;
    }

    private static bool IsDigit(int character) => character is >= '0' and <= '9';

    private static bool IsNameByte(int character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or (>= '0' and <= '9');
}
