using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Writes a value as JSON. Unfinished tables are on an explicit stack, so that nesting does not use the C# stack.</summary>
internal ref partial struct CJsonEncoder
{
    private const int ValuesPerCharge = 512;

    /// <summary>The stack slots that the real encoder requires before it enters a table.</summary>
    private const int SlotsPerTable = 3;

    private readonly LuaThread _thread;
    private readonly CJsonSettings _settings;
    private ByteBuilder _builder;
    private Frame[] _frames;
    private int _depth;
    private int _slots;
    private int _work;

    internal CJsonEncoder(LuaThread thread, CJsonSettings settings, Span<byte> scratch)
    {
        _thread = thread;
        _settings = settings;
        _builder = new ByteBuilder(thread.State, scratch);
        _frames = [];
        _slots = 1;
    }

    internal LuaString Encode(LuaValue value)
    {
        Append(value);
        while (_depth > 0)
        {
            ref Frame frame = ref _frames[_depth - 1];
            if (frame.IsArray)
            {
                ContinueArray(ref frame);
            }
            else
            {
                ContinueObject(ref frame);
            }

            if (++_work % ValuesPerCharge == 0)
            {
                _thread.State.Charge(ValuesPerCharge);
            }
        }

        return _builder.Finish();
    }

    private void ContinueArray(ref Frame frame)
    {
        if (frame.Position == frame.Length)
        {
            Leave((byte)']');
            return;
        }

        if (frame.Position > 0)
        {
            _builder.Append((byte)',');
        }

        Append(frame.Table[++frame.Position]);
    }

    private void ContinueObject(ref Frame frame)
    {
        bool isFirst = frame.Position == 0;
        if (!frame.Table.TryFrom(ref frame.Position, out LuaValue key, out LuaValue value))
        {
            Leave((byte)'}');
            return;
        }

        if (!isFirst)
        {
            _builder.Append((byte)',');
        }

        if (key.IsNumber)
        {
            _builder.Append((byte)'"');
            Append(key.Number);
            _builder.Append("\":"u8);
        }
        else if (key.AsString is { } text)
        {
            Append(text.Span);
            _builder.Append((byte)':');
        }
        else
        {
            throw Refusal(key, "table key must be a number or string");
        }

        Append(value);
    }

    private void Append(LuaValue value)
    {
        switch (value.Type)
        {
            case LuaType.Nil:
            case LuaType.LightUserData when value.Object == LuaLightUserData.Null:
                _builder.Append("null"u8);
                break;
            case LuaType.Boolean:
                _builder.Append(value.IsTruthy ? "true"u8 : "false"u8);
                break;
            case LuaType.Number:
                Append(value.Number);
                break;
            case LuaType.String:
                Append(value.AsString!.Span);
                break;
            case LuaType.Table:
                Enter(value.AsTable!);
                break;
            default:
                throw Refusal(value, "type not supported");
        }
    }

    private void Enter(LuaTable table)
    {
        int depth = _depth + 1;
        if (depth > _settings.EncodeMaxDepth || _slots + SlotsPerTable > _thread.State.Limits.MaxNativeStack)
        {
            throw _thread.Error($"Cannot serialise, excessive nesting ({depth})");
        }

        int length = ArrayLength(table);
        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(8, _depth * 2));
        }

        _frames[_depth++] = new Frame { Table = table, Length = length };
        _slots += length > 0 ? 1 : 2;
        _builder.Append(length > 0 ? (byte)'[' : (byte)'{');
    }

    private void Leave(byte bracket)
    {
        _slots -= _frames[--_depth].IsArray ? 1 : 2;
        _frames[_depth] = default;
        _builder.Append(bracket);
    }

    /// <summary>Returns the largest index if all keys of a table are positive integers; 0 or less if the table is an object.</summary>
    private int ArrayLength(LuaTable table)
    {
        int most = 0;
        int items = 0;
        int position = 0;
        while (table.TryFrom(ref position, out LuaValue key, out _))
        {
            double number = key.Number;
            if (!key.IsNumber || !(number >= 1) || Math.Floor(number) != number)
            {
                return -1;
            }

            most = number > most ? CNumber.ToInt(number) : most;
            items++;
        }

        _work += items / 4;
        bool isSparse = _settings.SparseRatio > 0 && most > unchecked(items * _settings.SparseRatio) && most > _settings.SparseSafe;
        if (!isSparse)
        {
            return most;
        }

        return _settings.ConvertSparse ? -1 : throw Refusal(table, "excessively sparse array");
    }

    private readonly LuaException Refusal(LuaValue value, string reason) =>
        _thread.Error($"Cannot serialise {LibraryTable.TypeName(value)}: {reason}");

    private struct Frame
    {
        internal LuaTable Table;

        /// <summary>The length of an array; 0 or less for an object.</summary>
        internal int Length;

        /// <summary>The index that was last written, or the position at which the walk through an object continues.</summary>
        internal int Position;

        internal readonly bool IsArray => Length > 0;
    }
}
