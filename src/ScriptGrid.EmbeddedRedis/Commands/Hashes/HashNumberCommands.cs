using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Hashes;

/// <summary>Hashes: fields that hold numbers.</summary>
internal static class HashNumberCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("hincrby", HIncrBy);
        table.Add("hincrbyfloat", HIncrByFloat);
    }

    private static void HIncrBy(CommandCall call)
    {
        (byte[] key, byte[] field) = (call.Words[1], call.Words[2]);
        if (!call.TryInteger(3, out long step) || !HashCommands.TryMake(call, key, out HashValue? hash))
        {
            return;
        }

        long old = 0;
        if (hash!.Get(field) is { } text && !Integers.TryParse(text, out old))
        {
            call.Fail("ERR hash value is not an integer");
        }
        else if ((step > 0 && old > long.MaxValue - step) || (step < 0 && old < long.MinValue - step))
        {
            call.Fail(DataErrors.Overflow);
        }
        else
        {
            hash.Set(field, Integers.ToBytes(old + step));
            HashCommands.Store(call, key, hash);
            call.Reply.Integer(old + step);
            call.Database.Notify(KeyEventKinds.Hash, "hincrby", key);
        }
    }

    private static void HIncrByFloat(CommandCall call)
    {
        (byte[] key, byte[] field) = (call.Words[1], call.Words[2]);
        if (!LongDouble.TryParse(call.Words[3], out LongDouble step))
        {
            call.Fail(DataErrors.NotFloat);
            return;
        }

        if (!step.IsFinite)
        {
            call.Fail("ERR value is NaN or Infinity");
            return;
        }

        if (!HashCommands.TryMake(call, key, out HashValue? hash))
        {
            return;
        }

        var old = LongDouble.Zero;
        if (hash!.Get(field) is { } text && !LongDouble.TryParse(text, out old))
        {
            call.Fail("ERR hash value is not a float");
        }
        else if (LongDouble.Add(old, step) is { IsFinite: true } sum)
        {
            byte[] shown = sum.ToBytes();
            hash.Set(field, shown);
            HashCommands.Store(call, key, hash);
            call.Reply.Bulk(shown);
            call.Database.Notify(KeyEventKinds.Hash, "hincrbyfloat", key);
        }
        else
        {
            call.Fail(DataErrors.NotFinite);
        }
    }
}
