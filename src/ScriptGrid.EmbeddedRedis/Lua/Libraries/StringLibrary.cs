using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>string</c>.</summary>
internal static partial class StringLibrary
{
    private static readonly LuaString[] SingleBytes = [.. Enumerable.Range(0, 256).Select(code => new LuaString([(byte)code]))];

    internal static void Register(LuaState state)
    {
        var library = new LuaTable(0, 15);
        library.Add("byte", Byte);
        library.Add("char", Char);
        library.Add("dump", Dump);
        library.Add("find", arguments => Find(arguments, wantsPosition: true));
        library.Add("format", Format);
        library.Add("gfind", GMatch);
        library.Add("gmatch", GMatch);
        library.Add("gsub", GSub);
        library.Add("len", arguments => arguments.Return(arguments.CheckString(0).Length));
        library.Add("lower", Lower);
        library.Add("match", arguments => Find(arguments, wantsPosition: false));
        library.Add("rep", Repeat);
        library.Add("reverse", Reverse);
        library.Add("sub", Sub);
        library.Add("upper", Upper);
        state.Globals["string"] = library;
        state.StringMetatable = new LuaTable { ["__index"] = library };
    }

    /// <summary>Returns a slice of a string, without a new object if the slice is the whole string, one byte or empty.</summary>
    internal static LuaString Slice(LuaString text, int start, int length) => length switch
    {
        <= 0 => LuaString.Empty,
        1 => SingleBytes[text.Span[start]],
        _ => length == text.Length ? text : new LuaString(text.Span.Slice(start, length)),
    };

    /// <summary>Converts a position that may count from the end into one from the start; 0 if it is before the string.</summary>
    private static long Position(long position, int length) => Math.Max(0, position < 0 ? position + length + 1 : position);

    private static int Byte(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        long first = Position(arguments.OptionalInteger(1, 1), text.Length);
        long last = Math.Min(Position(arguments.OptionalInteger(2, first), text.Length), text.Length);
        first = Math.Max(first, 1);
        if (first > last)
        {
            return arguments.Return();
        }

        int count = (int)(last - first) + 1;
        if (count == 1)
        {
            return arguments.Return(text.Span[(int)first - 1]);
        }

        arguments.CheckStack(count, "string slice too long");
        arguments.State.Charge(count / 16);
        var values = new LuaValue[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = text.Span[(int)first - 1 + i];
        }

        return arguments.Return(values);
    }

    private static int Char(Arguments arguments)
    {
        byte[] bytes = new byte[arguments.Count];
        for (int i = 0; i < bytes.Length; i++)
        {
            int code = arguments.CheckInt(i);
            bytes[i] = (byte)code == code ? (byte)code : throw arguments.Bad(i, "invalid value");
        }

        return arguments.Return(bytes.Length == 1 ? SingleBytes[bytes[0]] : new LuaString(bytes));
    }

    /// <summary>Always fails, because there is no bytecode to return and <c>loadstring</c> accepts none.</summary>
    private static int Dump(Arguments arguments) => throw arguments.Error(
        arguments.CheckFunction(0) is NativeFunction ? "unable to dump given function" : "the embedded Redis does not have string.dump");

    private static int Lower(Arguments arguments)
    {
        LuaString text = CheckCopy(arguments);
        byte[] bytes = new byte[text.Length];
        System.Text.Ascii.ToLower(text.Span, bytes, out int converted);
        return arguments.Return(converted == bytes.Length ? new LuaString(bytes) : Map(text, b => (byte)(b is >= (byte)'A' and <= (byte)'Z' ? b + 32 : b)));
    }

    private static int Upper(Arguments arguments)
    {
        LuaString text = CheckCopy(arguments);
        byte[] bytes = new byte[text.Length];
        System.Text.Ascii.ToUpper(text.Span, bytes, out int converted);
        return arguments.Return(converted == bytes.Length ? new LuaString(bytes) : Map(text, b => (byte)(b is >= (byte)'a' and <= (byte)'z' ? b - 32 : b)));
    }

    private static LuaString Map(LuaString text, Func<byte, byte> change)
    {
        byte[] bytes = text.Span.ToArray();
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = change(bytes[i]);
        }

        return new LuaString(bytes);
    }

    private static int Repeat(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        int count = Math.Max(0, arguments.CheckInt(1));
        long length = (long)text.Length * count;
        if (length == 0)
        {
            return arguments.Return(LuaString.Empty);
        }

        arguments.State.ChargeMemory(length);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        text.Span.CopyTo(bytes);
        for (int filled = text.Length; filled < bytes.Length; filled *= 2)
        {
            bytes.AsSpan(0, Math.Min(filled, bytes.Length - filled)).CopyTo(bytes.AsSpan(filled));
        }

        return arguments.Return(new LuaString(bytes));
    }

    private static int Reverse(Arguments arguments)
    {
        byte[] bytes = CheckCopy(arguments).Span.ToArray();
        bytes.AsSpan().Reverse();
        return arguments.Return(new LuaString(bytes));
    }

    private static int Sub(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        long first = Math.Max(1, Position(arguments.CheckInteger(1), text.Length));
        long last = Math.Min(text.Length, Position(arguments.OptionalInteger(2, -1), text.Length));
        if (first > last)
        {
            return arguments.Return(LuaString.Empty);
        }

        int length = (int)(last - first) + 1;
        if (length < text.Length)
        {
            arguments.State.ChargeMemory(length);
        }

        return arguments.Return(Slice(text, (int)first - 1, length));
    }

    /// <summary>Returns the first argument, and charges for a new string of the same length, which the caller creates.</summary>
    private static LuaString CheckCopy(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        arguments.State.ChargeMemory(text.Length);
        return text;
    }
}
