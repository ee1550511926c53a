using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <content><c>load</c> and <c>loadstring</c>. They accept text only: compiled code fails like any text that does not compile.</content>
internal static partial class BaseLibrary
{
    /// <summary>The most bytes that a chunk's name, with the text around it, takes in messages of a running script (LUA_IDSIZE).</summary>
    private const int NameBytes = 60;

    /// <summary>The same limit in messages of the compiler (MAXSRC).</summary>
    private const int NameBytesInSyntaxErrors = 80;

    private static int LoadString(Arguments arguments)
    {
        var source = arguments.CheckString(0);
        arguments.State.Charge(source.Length / 16);
        return LoadChunk(arguments, source.Bytes, arguments.OptionalString(1) ?? source, more: null);
    }

    private static int Load(Arguments arguments)
    {
        var name = arguments.OptionalString(1) ?? LuaString.FromText("=(load)");
        LuaValue reader = arguments.CheckFunction(0);
        LuaValue? failure = null;
        try
        {
            var first = Read();
            return LoadChunk(arguments, first, name, first.IsEmpty ? null : Read);
        }
        catch (LuaException) when (failure is not null)
        {
            return arguments.Return(LuaValue.Nil, failure.Value);
        }

        ReadOnlyMemory<byte> Read()
        {
            if (TryReadPiece(arguments, reader, out var piece, out var error))
            {
                return piece;
            }

            failure = error;
            throw new LuaException(error);
        }
    }

    /// <summary>Calls a reader for the next piece of source, which is empty at the end.</summary>
    private static bool TryReadPiece(Arguments arguments, LuaValue reader, out ReadOnlyMemory<byte> piece, out LuaValue error)
    {
        piece = default;
        error = LuaValue.Nil;
        if (!arguments.Thread.TryCallWithin(reader, out var results))
        {
            error = results[0];
            return false;
        }

        var result = results.Length > 0 ? results[0] : LuaValue.Nil;
        if (result.IsNil)
        {
            return true;
        }

        if ((result.AsString ?? (result.IsNumber ? LuaNumber.ToLuaString(result.Number) : null)) is { } text)
        {
            piece = text.Bytes;
            return true;
        }

        error = arguments.Thread.Handled(arguments.Error("reader function must return a string").Value);
        return false;
    }

    private static int LoadChunk(Arguments arguments, ReadOnlyMemory<byte> source, LuaString name, Func<ReadOnlyMemory<byte>>? more)
    {
        try
        {
            arguments.State.ChargeBytes(name.Length);
            return arguments.Return(arguments.State.Load(
                source,
                ShownName(name.Span, NameBytes),
                ShownName(name.Span, NameBytesInSyntaxErrors),
                name,
                more));
        }
        catch (LuaSyntaxException exception)
        {
            return arguments.Return(LuaValue.Nil, exception.Text);
        }
    }

    /// <summary>Returns the name of a chunk in messages: its first line in quotes, or the text after <c>=</c> or <c>@</c>.</summary>
    private static string ShownName(ReadOnlySpan<byte> name, int room)
    {
        int end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        if (name.Length > 0 && name[0] == '=')
        {
            return Encoding.Latin1.GetString(name[1..Math.Min(name.Length, room)]);
        }

        if (name.Length > 0 && name[0] == '@')
        {
            int most = room - 8;
            return name.Length - 1 > most ? "..." + Encoding.Latin1.GetString(name[^most..]) : Encoding.Latin1.GetString(name[1..]);
        }

        int line = name.IndexOfAny("\r\n"u8);
        int length = Math.Min(line < 0 ? name.Length : line, room - 17);
        string dots = length < name.Length ? "..." : "";
        return $"[string \"{Encoding.Latin1.GetString(name[..length])}{dots}\"]";
    }
}
