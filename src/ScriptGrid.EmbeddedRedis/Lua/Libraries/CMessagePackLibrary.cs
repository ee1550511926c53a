using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>cmsgpack</c> (lua-cmsgpack 0.4.0).</summary>
internal static class CMessagePackLibrary
{
    internal static void Register(LuaState state)
    {
        var library = new LuaTable
        {
            ["_NAME"] = "cmsgpack",
            ["_VERSION"] = "lua-cmsgpack 0.4.0",
            ["_COPYRIGHT"] = "Copyright (C) 2012, Salvatore Sanfilippo",
            ["_DESCRIPTION"] = "MessagePack C implementation for Lua",
        };
        library.Add("pack", Pack);
        library.Add("unpack", arguments => Unpack(arguments, 0, 0));
        library.Add("unpack_limit", UnpackLimit);
        library.Add("unpack_one", arguments => Unpack(arguments, 1, arguments.OptionalInteger(1, 0)));
        state.Globals["cmsgpack"] = library;
    }

    private static int Pack(Arguments arguments)
    {
        if (arguments.Count == 0)
        {
            throw arguments.Bad(-1, "MessagePack pack needs input.");
        }

        var encoder = new MsgPackEncoder(arguments.State, stackalloc byte[256]);
        for (int i = 0; i < arguments.Count; i++)
        {
            encoder.Append(arguments[i]);
        }

        return arguments.Return(encoder.Finish());
    }

    private static int UnpackLimit(Arguments arguments)
    {
        long limit = arguments.CheckInteger(1);
        return Unpack(arguments, limit, arguments.OptionalInteger(2, 0));
    }

    /// <summary>
    /// Unpacks at most <paramref name="limit"/> values from <paramref name="offset"/> on, and returns before them the offset to continue at, or -1 at the end.
    /// If both are 0, unpacks all values and returns only these.
    /// </summary>
    private static int Unpack(Arguments arguments, long limit, long offset)
    {
        LuaString data = arguments.CheckString(0);
        if (offset < 0 || limit < 0)
        {
            throw arguments.Error($"Invalid request to unpack with offset of {(int)offset} and limit of {data.Length}.");
        }

        if (offset > data.Length)
        {
            throw arguments.Error($"Start offset {(int)offset} greater than input length {data.Length}.");
        }

        bool isAll = limit == 0 && offset == 0;
        var decoder = new MsgPackDecoder(arguments.Thread, data.Span) { Position = (int)offset };
        var results = new List<LuaValue>();
        for (int count = 0; !decoder.IsAtEnd && (isAll || count < limit); count++)
        {
            results.Add(decoder.Read(results.Count + 1));
        }

        if (!isAll)
        {
            results.Insert(0, decoder.IsAtEnd ? -1 : decoder.Position);
        }

        return arguments.Return(CollectionsMarshal.AsSpan(results));
    }
}
