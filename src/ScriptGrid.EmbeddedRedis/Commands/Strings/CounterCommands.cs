using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>Strings that hold numbers.</summary>
internal static class CounterCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("incr", static call => Add(call, 1));
        table.Add("decr", static call => Add(call, -1));
        table.Add("incrby", IncrBy);
        table.Add("decrby", DecrBy);
        table.Add("incrbyfloat", IncrByFloat);
    }

    private static void IncrBy(CommandCall call)
    {
        if (call.TryInteger(2, out long step))
        {
            Add(call, step);
        }
    }

    private static void DecrBy(CommandCall call)
    {
        if (!call.TryInteger(2, out long step))
        {
            return;
        }

        if (step == long.MinValue)
        {
            call.Fail("ERR decrement would overflow");
            return;
        }

        Add(call, -step);
    }

    private static void Add(in CommandCall call, long step)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out StringValue? value))
        {
            return;
        }

        long old = 0;
        if (value is not null && !value.TryGetInteger(out old))
        {
            call.Fail(DataErrors.NotInteger);
        }
        else if ((step > 0 && old > long.MaxValue - step) || (step < 0 && old < long.MinValue - step))
        {
            call.Fail(DataErrors.Overflow);
        }
        else
        {
            call.Database.Set(key, new StringValue(old + step), keepExpiry: true);
            call.Database.Notify(KeyEventKinds.String, "incrby", key);
            call.Reply.Integer(old + step);
        }
    }

    private static void IncrByFloat(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out StringValue? value))
        {
            return;
        }

        var old = LongDouble.Zero;
        if ((value is not null && !LongDouble.TryParse(value.Span, out old)) || !LongDouble.TryParse(call.Words[2], out LongDouble step))
        {
            call.Fail(DataErrors.NotFloat);
        }
        else if (LongDouble.Add(old, step) is { IsFinite: true } sum)
        {
            byte[] text = sum.ToBytes();
            call.Database.Set(key, new StringValue(text, mayBeInteger: false), keepExpiry: true);
            call.Database.Notify(KeyEventKinds.String, "incrbyfloat", key);
            call.Reply.Bulk(text);
        }
        else
        {
            call.Fail(DataErrors.NotFinite);
        }
    }
}
