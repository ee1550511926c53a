using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>PFDEBUG: how the registers of a HyperLogLog are stored in its string.</summary>
internal static class HyperLogLogDebugCommand
{
    internal static void Register(CommandTable table) => table.Add("pfdebug", PfDebug);

    private static void PfDebug(CommandCall call)
    {
        byte[] key = call.Words[2];
        if (call.Database.Find(key) is null)
        {
            call.Fail("ERR The specified key does not exist");
        }
        else if (HyperLogLogCommands.TryFind(call, key, out StringValue? value))
        {
            Debug(call, key, value!.ToArray());
        }
    }

    private static void Debug(in CommandCall call, byte[] key, byte[] bytes)
    {
        bool isSparse = HyperLogLog.IsSparse(bytes);
        if (call.Is(1, "ENCODING"))
        {
            call.Reply.Status(isSparse ? "sparse" : "dense");
        }
        else if (call.Is(1, "DECODE"))
        {
            Decode(call, bytes, isSparse);
        }
        else if (call.Is(1, "TODENSE"))
        {
            if (!isSparse || TryReadDense(call, key, bytes, out _))
            {
                call.Reply.Integer(isSparse ? 1 : 0);
            }
        }
        else if (!call.Is(1, "GETREG"))
        {
            call.Fail($"ERR Unknown PFDEBUG subcommand '{WordText.Of(call.Words[1])}'");
        }
        else if (TryReadDense(call, key, bytes, out byte[]? registers))
        {
            call.Reply.Array(registers!.Length);
            foreach (byte register in registers)
            {
                call.Reply.Integer(register);
            }
        }
    }

    /// <summary>Reads the registers and changes the string to the dense encoding. Returns false after an error.</summary>
    private static bool TryReadDense(in CommandCall call, byte[] key, byte[] bytes, out byte[]? registers)
    {
        registers = HyperLogLog.Read(bytes);
        if (registers is null)
        {
            return call.Fail(HyperLogLogCommands.Corrupted);
        }

        if (HyperLogLog.IsSparse(bytes))
        {
            call.Database.Set(key, StringValue.Raw(HyperLogLog.ToDense(bytes)), keepExpiry: true);
        }

        return true;
    }

    private static void Decode(in CommandCall call, byte[] bytes, bool isSparse)
    {
        if (!isSparse)
        {
            call.Fail("ERR HLL encoding is not sparse");
        }
        else
        {
            call.Reply.Bulk(Encoding.ASCII.GetBytes(string.Join(' ', SparseRegisters.Describe(HyperLogLog.RunsOf(bytes)))));
        }
    }
}
