using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Comments, strings and numbers.</summary>
internal sealed partial class LuaLexer
{
    private Token ReadNumber()
    {
        do
        {
            SaveAndAdvance();
        }
        while (IsDigit(_byte) || _byte == '.');

        if (SaveIf('E', 'e'))
        {
            SaveIf('+', '-');
        }

        while (IsNameByte(_byte))
        {
            SaveAndAdvance();
        }

        var digits = CollectionsMarshal.AsSpan(_buffer);
        int zero = digits.IndexOf((byte)0);
        return LuaNumber.TryParse(zero < 0 ? digits : digits[..zero], out double number)
            ? new Token(TokenKind.Number, Number: number)
            : throw ErrorNear("malformed number", TokenKind.Number);
    }

    private Token ReadString()
    {
        int delimiter = _byte;
        SaveAndAdvance();
        while (_byte != delimiter)
        {
            switch (_byte)
            {
                case EndOfSource:
                    throw ErrorNear("unfinished string", TokenKind.EndOfFile);
                case '\n' or '\r':
                    throw ErrorNear("unfinished string", TokenKind.String);
                case '\\':
                    Advance();
                    ReadEscape();
                    break;
                default:
                    SaveAndAdvance();
                    break;
            }
        }

        SaveAndAdvance();
        return new Token(TokenKind.String, Intern([.. CollectionsMarshal.AsSpan(_buffer)[1..^1]]));
    }

    private void ReadEscape()
    {
        switch (_byte)
        {
            case '\n' or '\r':
                _buffer.Add((byte)'\n');
                PassNewline();
                break;
            case EndOfSource:
                break;
            case >= '0' and <= '9':
                ReadDecimalEscape();
                break;
            default:
                _buffer.Add((byte)(_byte switch
                {
                    'a' => '\a',
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\v',
                    _ => _byte,
                }));
                Advance();
                break;
        }
    }

    private void ReadDecimalEscape()
    {
        int value = 0;
        for (int digits = 0; digits < 3 && IsDigit(_byte); digits++)
        {
            value = (10 * value) + (_byte - '0');
            Advance();
        }

        if (value > byte.MaxValue)
        {
            throw ErrorNear("escape sequence too large", TokenKind.String);
        }

        _buffer.Add((byte)value);
    }

    private Token ReadBracket()
    {
        int level = ReadLevel();
        if (level == -1)
        {
            return new Token(TokenKind.LeftBracket);
        }

        if (level < 0)
        {
            throw ErrorNear("invalid long string delimiter", TokenKind.String);
        }

        ReadLong(level, isComment: false);
        int frame = level + 2;
        return new Token(TokenKind.String, Intern([.. CollectionsMarshal.AsSpan(_buffer)[frame..^frame]]));
    }

    /// <summary>Skips the second of two hyphens and the comment that they begin.</summary>
    private void PassComment()
    {
        Advance();
        int start = _position;
        if (_byte == '[')
        {
            int level = ReadLevel();
            _buffer.Clear();
            if (level >= 0)
            {
                ReadLong(level, isComment: true);
                _buffer.Clear();
                return;
            }
        }

        while (_byte is not ('\n' or '\r' or EndOfSource))
        {
            Advance();
        }

        Comments?.Add(new Comment(Line, _source[start.._position], IsAlone: _lineOfToken != Line));
    }

    /// <summary>Skips a bracket and the equals signs after it.</summary>
    /// <returns>The number of equals signs if the same bracket follows; otherwise -1 minus that number.</returns>
    private int ReadLevel()
    {
        int bracket = _byte;
        int count = 0;
        SaveAndAdvance();
        while (_byte == '=')
        {
            SaveAndAdvance();
            count++;
        }

        return _byte == bracket ? count : -count - 1;
    }

    private void ReadLong(int level, bool isComment)
    {
        SaveAndAdvance();
        if (_byte is '\n' or '\r')
        {
            PassNewline();
        }

        while (true)
        {
            switch (_byte)
            {
                case EndOfSource:
                    throw ErrorNear(isComment ? "unfinished long comment" : "unfinished long string", TokenKind.EndOfFile);
                case ']':
                    if (ReadLevel() == level)
                    {
                        SaveAndAdvance();
                        return;
                    }

                    break;
                case '\n' or '\r':
                    _buffer.Add((byte)'\n');
                    PassNewline();
                    break;
                default:
                    SaveAndAdvance();
                    break;
            }
        }
    }
}
