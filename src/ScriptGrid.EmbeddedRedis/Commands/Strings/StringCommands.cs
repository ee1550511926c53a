using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>Strings: reading, writing and cutting.</summary>
internal static class StringCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("get", Get);
        table.Add("getdel", GetDel);
        table.Add("getset", GetSet);
        table.Add("setnx", SetNx);
        table.Add("mget", MGet);
        table.Add("mset", MSet);
        table.Add("msetnx", MSetNx);
        table.Add("append", Append);
        table.Add("strlen", StrLen);
        table.Add("getrange", GetRange);
        table.Add("substr", GetRange);
        table.Add("setrange", SetRange);
    }

    internal static bool CheckLength(in CommandCall call, long length) =>
        length <= call.Database.Settings.MaxStringBytes || call.Fail(DataErrors.StringTooLong);

    private static void Get(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out StringValue? value))
        {
            call.Reply.BulkOrNull(value?.ToArray());
        }
    }

    private static void GetDel(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out StringValue? value))
        {
            call.Reply.BulkOrNull(value?.ToArray());
            call.Database.Delete(call.Words[1]);
        }
    }

    private static void GetSet(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out StringValue? value))
        {
            call.Reply.BulkOrNull(value?.ToArray());
            Store(call, call.Words[1], call.Words[2]);
        }
    }

    private static void SetNx(CommandCall call)
    {
        bool isNew = call.Database.Find(call.Words[1]) is null;
        if (isNew)
        {
            Store(call, call.Words[1], call.Words[2]);
        }

        call.Reply.Integer(isNew ? 1 : 0);
    }

    private static void MGet(CommandCall call)
    {
        call.Reply.Array(call.Words.Length - 1);
        foreach (byte[] key in call.Words[1..])
        {
            call.Reply.BulkOrNull((call.Database.Read(key) as StringValue)?.ToArray());
        }
    }

    private static void MSet(CommandCall call)
    {
        if (call.Words.Length % 2 == 0)
        {
            call.Fail(DataErrors.WrongArguments("mset"));
            return;
        }

        SetAll(call);
        call.Reply.Ok();
    }

    private static void MSetNx(CommandCall call)
    {
        if (call.Words.Length % 2 == 0)
        {
            call.Fail(DataErrors.WrongArguments("msetnx"));
            return;
        }

        for (int i = 1; i < call.Words.Length; i += 2)
        {
            if (call.Database.Find(call.Words[i]) is not null)
            {
                call.Reply.Integer(0);
                return;
            }
        }

        SetAll(call);
        call.Reply.Integer(1);
    }

    private static void SetAll(in CommandCall call)
    {
        for (int i = 1; i < call.Words.Length; i += 2)
        {
            Store(call, call.Words[i], call.Words[i + 1]);
        }
    }

    private static void Store(in CommandCall call, byte[] key, byte[] value)
    {
        call.Database.Set(key, new StringValue(value));
        call.Database.Notify(KeyEventKinds.String, "set", key);
    }

    private static void Append(CommandCall call)
    {
        (byte[] key, byte[] tail) = (call.Words[1], call.Words[2]);
        if (!call.TryFind(key, out StringValue? value) || (value is not null && !CheckLength(call, (long)value.Length + tail.Length)))
        {
            return;
        }

        if (value is null)
        {
            value = new StringValue(tail);
            call.Database.Set(key, value);
        }
        else
        {
            value.Append(tail);
            call.Database.Changed(key, value);
        }

        call.Database.Notify(KeyEventKinds.String, "append", key);
        call.Reply.Integer(value.Length);
    }

    private static void StrLen(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out StringValue? value))
        {
            call.Reply.Integer(value?.Length ?? 0);
        }
    }

    private static void GetRange(CommandCall call)
    {
        if (!call.TryInteger(2, out long start) || !call.TryInteger(3, out long end) || !call.TryRead(call.Words[1], out StringValue? value))
        {
            return;
        }

        ReadOnlySpan<byte> bytes = value is null ? [] : value.Span;
        if (start < 0 && end < 0 && start > end)
        {
            call.Reply.Bulk([]);
            return;
        }

        start = Math.Max(0, start < 0 ? start + bytes.Length : start);
        end = Math.Min(bytes.Length - 1, Math.Max(0, end < 0 ? end + bytes.Length : end));
        call.Reply.Bulk(start > end ? [] : bytes[(int)start..(int)(end + 1)]);
    }

    private static void SetRange(CommandCall call)
    {
        (byte[] key, byte[] patch) = (call.Words[1], call.Words[3]);
        if (!call.TryInteger(2, out long offset))
        {
            return;
        }

        if (offset < 0)
        {
            call.Fail(DataErrors.OffsetOutOfRange);
        }
        else if (call.TryFind(key, out StringValue? value))
        {
            SetRange(call, key, value, patch, offset);
        }
    }

    private static void SetRange(in CommandCall call, byte[] key, StringValue? value, byte[] patch, long offset)
    {
        if (patch.Length == 0)
        {
            call.Reply.Integer(value?.Length ?? 0);
            return;
        }

        if (offset > int.MaxValue ? !call.Fail(DataErrors.StringTooLong) : !CheckLength(call, offset + patch.Length))
        {
            return;
        }

        bool isNew = value is null;
        value ??= new StringValue([], mayBeInteger: false);
        patch.CopyTo(value.Writable((int)offset + patch.Length)[(int)offset..]);
        if (isNew)
        {
            call.Database.Set(key, value);
        }
        else
        {
            call.Database.Changed(key, value);
        }

        call.Database.Notify(KeyEventKinds.String, "setrange", key);
        call.Reply.Integer(value.Length);
    }
}
