using System.Runtime.CompilerServices;
using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Converts the reply to a script's command into a Lua value, by Redis's conversion rules for the protocol that the script asked for.</summary>
internal sealed class LuaReply(ErrorStatistics errors) : IReply
{
    /// <summary>The bytes of a table entry that is not an element of an array.</summary>
    private const int EntryBytes = 48;

    private readonly List<Container> _open = [];
    private LuaValue _result;
    private LuaState? _account;
    private bool _isHeld;

    public int Protocol { get; private set; } = 2;

    /// <summary>Whether the reply as a whole is an error.</summary>
    internal bool IsError { get; private set; }

    private bool IsResp3 => Protocol == 3;

    /// <summary>Drops the last reply and prepares for one in the given protocol, whose memory is charged to <paramref name="account"/>.</summary>
    internal void Begin(int protocol, LuaState? account = null)
    {
        _account = account;
        Protocol = protocol;
        _open.Clear();
        _isHeld = false;
        _result = LuaValue.Nil;
        IsError = false;
    }

    /// <summary>Returns the whole reply and drops it here.</summary>
    internal LuaValue Take()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _account!.Memory.Drop();
        }

        LuaValue result = _result;
        _result = LuaValue.Nil;
        return result;
    }

    public void Status(string text)
    {
        var table = new LuaTable(0, 1);
        table[LuaNames.Ok] = text switch
        {
            "OK" => LuaNames.OkText,
            "QUEUED" => LuaNames.QueuedText,
            _ => LuaString.FromText(text),
        };
        Add(table);
    }

    public void Error(string message)
    {
        errors.Count(message);
        AddError(message);
    }

    public void CountedError(string message)
    {
        errors.MarkFailed();
        AddError(message);
    }

    public void Integer(long value) => Add((double)value);

    public void Bulk(byte[] value)
    {
        _account?.ChargeHeap(ObjectBytes.OfString(0));
        Add(new LuaString(value));
    }

    public void Bulk(ReadOnlySpan<byte> value)
    {
        _account?.ChargeHeap(ObjectBytes.OfString(value.Length));
        Add(new LuaString(value));
    }

    public void Null() => Add(IsResp3 ? LuaValue.Nil : LuaValue.False);

    public void NullArray() => Null();

    public void Array(int count)
    {
        _account?.ChargeHeap(ObjectBytes.Table + ((long)count * Unsafe.SizeOf<LuaValue>()));
        var table = new LuaTable(count);
        Open(table, table, ContainerKind.Array, count);
    }

    public void Map(int pairs)
    {
        if (IsResp3)
        {
            OpenWrapped(LuaNames.Map, ContainerKind.Map, 2 * pairs, pairs);
        }
        else
        {
            Array(2 * pairs);
        }
    }

    public void Set(int count)
    {
        if (IsResp3)
        {
            OpenWrapped(LuaNames.Set, ContainerKind.Set, count, count);
        }
        else
        {
            Array(count);
        }
    }

    public void Double(double value)
    {
        if (IsResp3)
        {
            AddField(LuaNames.Double, value);
        }
        else
        {
            Bulk(Encoding.ASCII.GetBytes(RespDouble.Format(value)));
        }
    }

    public void Double(double value, byte[] text)
    {
        if (IsResp3)
        {
            Double(value);
        }
        else
        {
            Bulk(text);
        }
    }

    public void Boolean(bool value) => Add(IsResp3 ? value : value ? 1 : 0);

    public void BigNumber(string digits)
    {
        if (IsResp3)
        {
            AddField(LuaNames.BigNumber, digits);
        }
        else
        {
            Add(digits);
        }
    }

    public void Verbatim(string format, ReadOnlySpan<byte> text)
    {
        if (!IsResp3)
        {
            Bulk(text);
            return;
        }

        var parts = new LuaTable(0, 2);
        parts[LuaNames.Text] = new LuaString(text);
        parts[LuaNames.Format] = format;
        AddField(LuaNames.Verbatim, parts);
    }

    /// <summary>Scripts do not see attributes.</summary>
    public void Attribute(int pairs)
    {
        if (pairs > 0)
        {
            _open.Add(new Container(new LuaTable(), ContainerKind.Ignored, 2 * pairs));
        }
    }

    /// <summary>Sets an error, which was counted before, as the reply of a command that may not run.</summary>
    internal void Refuse(string message) => AddError(message);

    private void AddError(string message)
    {
        IsError = _open.Count == 0;
        Add(ErrorTable.OfCounted(message));
    }

    private void AddField(LuaString name, LuaValue value)
    {
        var table = new LuaTable(0, 1);
        table[name] = value;
        Add(table);
    }

    private void OpenWrapped(LuaString name, ContainerKind kind, int replies, int entries)
    {
        _account?.ChargeHeap(ObjectBytes.Table + ((long)entries * EntryBytes));
        var content = new LuaTable(); // Grows as it is filled, as in Redis: the order of pairs depends on it.
        var wrapper = new LuaTable(0, 1);
        wrapper[name] = content;
        Open(wrapper, content, kind, replies);
    }

    private void Open(LuaTable value, LuaTable content, ContainerKind kind, int replies)
    {
        Add(value);
        if (replies > 0)
        {
            Hold(value);
            _open.Add(new Container(content, kind, replies));
        }
    }

    /// <summary>Counts the outermost table as held by the script while it is filled.</summary>
    private void Hold(LuaTable value)
    {
        if (_account is not null && !_isHeld)
        {
            _account.Memory.Hold(value);
            _isHeld = true;
        }
    }

    private void Add(LuaValue value)
    {
        if (_open.Count == 0)
        {
            _result = value;
            return;
        }

        var container = _open[^1];
        if (container.Add(value))
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }
}
