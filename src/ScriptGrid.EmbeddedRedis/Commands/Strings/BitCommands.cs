using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>Strings as bits: reading, setting, counting, finding and combining them.</summary>
internal static class BitCommands
{
    private const string BadOffset = "ERR bit offset is not an integer or out of range";
    private const string BadBit = "ERR bit is not an integer or out of range";

    internal static void Register(CommandTable table)
    {
        table.Add("setbit", SetBit);
        table.Add("getbit", GetBit);
        table.Add("bitcount", BitCount);
        table.Add("bitpos", BitPos);
        table.Add("bitop", BitOp);
    }

    /// <summary>Reads the offset of a bit from a word. For BITFIELD, <c>#n</c> is the n-th field of a width.</summary>
    internal static bool TryOffset(in CommandCall call, int index, int width, out long offset)
    {
        byte[] word = call.Words[index];
        bool isField = width > 0 && word is [(byte)'#', ..];
        bool parsed = Integers.TryParse(word.AsSpan(isField ? 1 : 0), out offset);
        long limit = call.Database.Settings.MaxStringBytes * 8;
        if (isField && (offset < 0 || offset > limit))
        {
            parsed = false;
        }

        offset *= isField ? width : 1;
        return (parsed && offset >= 0 && offset < limit) || call.Fail(BadOffset);
    }

    /// <summary>
    /// Gets a string of at least <paramref name="length"/> bytes for writing, and how it had to grow. A new string is already stored and its memory counted.
    /// Returns false after WRONGTYPE.
    /// </summary>
    internal static bool TryGrow(in CommandCall call, byte[] key, int length, out StringValue? value, out Growth growth)
    {
        growth = Growth.None;
        if (!call.TryFind(key, out value))
        {
            return false;
        }

        growth = value is null ? Growth.Made : value.Length < length ? Growth.Lengthened : Growth.None;
        if (value is null)
        {
            value = new StringValue([], mayBeInteger: false);
            value.Writable(length);
            call.Database.SetUntold(key, value);
        }

        value.Writable(length);
        return true;
    }

    private static void SetBit(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!TryOffset(call, 2, 0, out long offset) || !call.TryInteger(3, 0, 1, out long bit, BadBit))
        {
            return;
        }

        int index = (int)(offset >> 3);
        if (TryGrow(call, key, index + 1, out StringValue? value, out Growth growth))
        {
            Span<byte> bytes = value!.Writable(index + 1);
            int mask = 0x80 >> (int)(offset & 7);
            int old = bytes[index] & mask;
            bytes[index] = (byte)(bit == 0 ? bytes[index] & ~mask : bytes[index] | mask);
            if (growth != Growth.None || (old == 0) != (bit == 0))
            {
                call.Database.Changed(key, value, KeyEventKinds.String, "setbit");
            }

            call.Reply.Integer(old == 0 ? 0 : 1);
        }
    }

    private static void GetBit(CommandCall call)
    {
        if (!TryOffset(call, 2, 0, out long offset) || !call.TryRead(call.Words[1], out StringValue? value))
        {
            return;
        }

        ReadOnlySpan<byte> bytes = value is null ? [] : value.Span;
        call.Reply.Integer(offset >> 3 < bytes.Length ? (bytes[(int)(offset >> 3)] >> (int)(7 - (offset & 7))) & 1 : 0);
    }

    private static void BitCount(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out StringValue? value))
        {
            return;
        }

        if (value is null)
        {
            call.Reply.Integer(0);
            return;
        }

        BitRange range = BitRange.All(value.Length);
        if (call.Words.Length is 4 or 5)
        {
            if (!BitRange.TryParse(call, 2, 3, 4, value.Length, out range, forCount: true))
            {
                return;
            }
        }
        else if (call.Words.Length != 2)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        call.Reply.Integer(range.CountOnes(value.Span));
    }

    private static void BitPos(CommandCall call)
    {
        if (!call.TryInteger(2, out long bit))
        {
            return;
        }

        if (bit is not (0 or 1))
        {
            call.Fail("ERR The bit argument must be 1 or 0.");
            return;
        }

        if (!call.TryRead(call.Words[1], out StringValue? value))
        {
            return;
        }

        if (value is null)
        {
            call.Reply.Integer(bit == 1 ? -1 : 0);
            return;
        }

        int words = call.Words.Length;
        BitRange range = BitRange.All(value.Length);
        if (words > 6)
        {
            call.Fail(DataErrors.Syntax);
        }
        else if (words == 3 || BitRange.TryParse(call, 3, words > 4 ? 4 : null, 5, value.Length, out range))
        {
            long found = range.IndexOf(value.Span, bit == 1);
            bool goesOn = found < 0 && bit == 0 && words < 5 && !range.IsEmpty;
            call.Reply.Integer(goesOn ? value.Length * 8L : found);
        }
    }

    private static void BitOp(CommandCall call)
    {
        string[] names = ["AND", "OR", "XOR", "NOT"];
        int operation = 0;
        while (operation < names.Length && !call.Is(1, names[operation]))
        {
            operation++;
        }

        if (operation == names.Length)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if (names[operation] == "NOT" && call.Words.Length != 4)
        {
            call.Fail("ERR BITOP NOT must be called with a single source key.");
            return;
        }

        byte[][] sources = new byte[call.Words.Length - 3][];
        for (int i = 0; i < sources.Length; i++)
        {
            if (!call.TryRead(call.Words[i + 3], out StringValue? value))
            {
                return;
            }

            sources[i] = value?.ToArray() ?? [];
        }

        byte[] result = Combine(sources, names[operation]);
        if (result.Length == 0)
        {
            call.Database.Find(call.Words[2]);
            call.Database.Delete(call.Words[2]);
        }
        else
        {
            call.Database.Set(call.Words[2], StringValue.Raw(result));
            call.Database.Notify(KeyEventKinds.String, "set", call.Words[2]);
        }

        call.Reply.Integer(result.Length);
    }

    // Shorter strings count as if they were followed by zeros.
    private static byte[] Combine(byte[][] sources, string operation)
    {
        byte[] result = new byte[sources.Max(static source => source.Length)];
        sources[0].CopyTo(result, 0);
        foreach (byte[] source in sources.AsSpan(1))
        {
            Apply(result.AsSpan(0, source.Length), source, operation switch
            {
                "AND" => static (left, right) => left & right,
                "OR" => static (left, right) => left | right,
                _ => static (left, right) => left ^ right,
            });
            if (operation == "AND")
            {
                result.AsSpan(source.Length).Clear();
            }
        }

        if (operation == "NOT")
        {
            Apply(result, result, static (left, _) => ~left);
        }

        return result;
    }

    private static void Apply(Span<byte> target, ReadOnlySpan<byte> source, Func<ulong, ulong, ulong> combine)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(target);
        ReadOnlySpan<ulong> others = MemoryMarshal.Cast<byte, ulong>(source);
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = combine(words[i], others[i]);
        }

        for (int i = words.Length * sizeof(ulong); i < target.Length; i++)
        {
            target[i] = (byte)combine(target[i], source[i]);
        }
    }

    /// <summary>How a string changed so that bits can be written to it.</summary>
    internal enum Growth
    {
        None,
        Lengthened,
        Made,
    }
}
