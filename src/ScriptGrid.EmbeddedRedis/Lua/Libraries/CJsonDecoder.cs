using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Builds values from JSON. Unfinished tables are on an explicit stack, so that nesting does not use the C# stack.</summary>
internal ref struct CJsonDecoder
{
    private const int ValuesPerCharge = 512;

    private readonly LuaThread _thread;
    private readonly CJsonSettings _settings;
    private CJsonTokenizer _tokens;
    private CJsonToken _token;
    private Frame[] _frames;
    private int _depth;
    private int _slots;
    private int _work;

    internal CJsonDecoder(LuaThread thread, CJsonSettings settings, ReadOnlySpan<byte> text)
    {
        _thread = thread;
        _settings = settings;
        _tokens = new CJsonTokenizer(thread.State, settings, text);
        _frames = [];
        _slots = 1;
        thread.State.ChargeBytes(4L * text.Length);
    }

    internal LuaValue Decode()
    {
        _token = _tokens.Next();
        while (true)
        {
            if (TryRead(out LuaValue value) && !Store(ref value))
            {
                _token = _tokens.Next();
                return _token == CJsonToken.End ? value : throw Unexpected("the end");
            }

            if (++_work % ValuesPerCharge == 0)
            {
                _thread.State.Charge(ValuesPerCharge);
            }
        }
    }

    /// <summary>Reads a value that begins with the current token.</summary>
    /// <returns>False if the value is a table whose first element is to be read next.</returns>
    private bool TryRead(out LuaValue value)
    {
        switch (_token)
        {
            case CJsonToken.String or CJsonToken.Number or CJsonToken.Boolean or CJsonToken.Null:
                value = _tokens.Value;
                return true;
            case CJsonToken.ArrayBegin:
                return TryEnter(isArray: true, CJsonToken.ArrayEnd, out value);
            case CJsonToken.ObjectBegin:
                return TryEnter(isArray: false, CJsonToken.ObjectEnd, out value);
            default:
                throw Unexpected("value");
        }
    }

    /// <summary>Begins a table.</summary>
    /// <returns>True if the table is empty.</returns>
    private bool TryEnter(bool isArray, CJsonToken end, out LuaValue value)
    {
        int depth = _depth + 1;
        if (depth > _settings.DecodeMaxDepth || _slots + (isArray ? 2 : 3) > _thread.State.Limits.MaxNativeStack)
        {
            throw _thread.Error($"Found too many nested data structures ({depth}) at character {_tokens.Position}");
        }

        _thread.State.ChargeHeap(ObjectBytes.SmallTable);
        var table = new LuaTable();
        value = table;
        _token = _tokens.Next(isKey: !isArray);
        if (_token == end)
        {
            return true;
        }

        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(8, _depth * 2));
        }

        _thread.State.Memory.Hold(table);
        _frames[_depth++] = new Frame { Table = table, Key = isArray ? null : ReadKey() };
        _slots += isArray ? 1 : 2;
        return false;
    }

    /// <summary>Stores a value in its table, ends the tables that end after it, and moves to the next value.</summary>
    /// <returns>False if <paramref name="value"/> is the outermost value.</returns>
    private bool Store(ref LuaValue value)
    {
        while (_depth > 0)
        {
            ref Frame frame = ref _frames[_depth - 1];
            bool isArray = frame.Key is null;
            if (isArray)
            {
                frame.Table[++frame.Index] = value;
            }
            else
            {
                frame.Table[frame.Key!] = value;
            }

            _token = _tokens.Next();
            if (_token == CJsonToken.Comma)
            {
                _token = _tokens.Next(isKey: !isArray);
                frame.Key = isArray ? null : ReadKey();
                return true;
            }

            if (_token != (isArray ? CJsonToken.ArrayEnd : CJsonToken.ObjectEnd))
            {
                throw Unexpected(isArray ? "comma or array end" : "comma or object end");
            }

            value = frame.Table;
            frame = default;
            _depth--;
            _thread.State.Memory.Drop();
            _slots -= isArray ? 1 : 2;
        }

        return false;
    }

    /// <summary>Reads the current token as a key, and the colon after it.</summary>
    private LuaString ReadKey()
    {
        if (_token != CJsonToken.String)
        {
            throw Unexpected("object key string");
        }

        LuaString key = _tokens.Value.AsString!;
        _token = _tokens.Next();
        if (_token != CJsonToken.Colon)
        {
            throw Unexpected("colon");
        }

        _token = _tokens.Next();
        return key;
    }

    private readonly LuaException Unexpected(string expected) => _thread.Error(
        $"Expected {expected} but found {(_token == CJsonToken.Error ? _tokens.Problem : _token.Name())} at character {_tokens.TokenStart + 1}");

    private struct Frame
    {
        internal LuaTable Table;

        /// <summary>The key of the current value; null in an array.</summary>
        internal LuaString? Key;

        /// <summary>The index of the last element that was stored.</summary>
        internal int Index;
    }
}
