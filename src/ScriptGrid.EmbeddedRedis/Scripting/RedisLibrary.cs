using System.Text;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The table <c>redis</c> that scripts see.</summary>
internal static class RedisLibrary
{
    private const int ToReplicas = 2;
    private const int AllReplication = 3;

    /// <summary>In the time that SHA1 takes for one byte, this many bytes can be copied.</summary>
    private const int BytesPerDigestedByte = 10;

    private const string BadReply = "ERR wrong number or type of arguments";

    private static readonly string[] LogLevels = ["LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING"];

    /// <summary>Creates the table for scripts and functions.</summary>
    internal static LuaTable Create(ScriptEngine engine)
    {
        var table = CreateCommon(engine);
        var caller = new CommandCaller(engine);
        table["call"] = caller.Call;
        table["pcall"] = caller.ProtectedCall;
        table["acl_check_cmd"] = caller.CheckPermission;
        Add(table, "setresp", arguments => SetProtocol(engine, arguments));
        Add(table, "sha1hex", Sha1Hex);
        Add(table, "error_reply", ErrorReply);
        Add(table, "status_reply", StatusReply);
        Add(table, "set_repl", arguments => SetReplication(engine, arguments));
        table["REPL_NONE"] = 0;
        table["REPL_AOF"] = 1;
        table["REPL_SLAVE"] = ToReplicas;
        table["REPL_REPLICA"] = ToReplicas;
        table["REPL_ALL"] = AllReplication;
        return table;
    }

    /// <summary>Creates the table for libraries while they load.</summary>
    internal static LuaTable CreateForLoading(ScriptEngine engine)
    {
        var table = CreateCommon(engine);
        table["register_function"] = new NativeFunction("register_function", arguments => FunctionRegistration.Register(engine, arguments));
        Protection.RefuseUnknownNames(table);
        return table;
    }

    /// <summary>Adds what only scripts of EVAL have: functions of a debugger, which does not exist here, and one that no longer does anything.</summary>
    internal static void AddDebugging(LuaTable table)
    {
        Add(table, "breakpoint", static arguments => arguments.Return(LuaValue.False));
        Add(table, "debug", static arguments => arguments.Return());
        Add(table, "replicate_commands", static arguments => arguments.Return(LuaValue.True));
    }

    /// <summary>
    /// Redis's own <c>pcall</c>. For an error table with a text <c>err</c>, which may be inherited, it returns that text; for any other table, the table followed
    /// by what <c>err</c> is.
    /// </summary>
    internal static int ProtectedCall(Arguments arguments)
    {
        if (arguments.Count == 0)
        {
            return arguments.Return(LuaValue.False, "attempt to call a boolean value");
        }

        if (arguments.TryProtect(arguments.Count - 1, LuaValue.Nil, out int results, out LuaValue error))
        {
            return results;
        }

        if (error.AsTable is null)
        {
            return arguments.Return(LuaValue.False, error);
        }

        var text = arguments.Thread.Index(error, LuaNames.Err);
        return text.IsString || text.IsNumber
            ? arguments.Return(LuaValue.False, text)
            : arguments.Return([LuaValue.False, error, text]);
    }

    private static LuaTable CreateCommon(ScriptEngine engine)
    {
        var table = new LuaTable();
        Add(table, "log", arguments => Log(engine, arguments));
        for (int level = 0; level < LogLevels.Length; level++)
        {
            table[LogLevels[level]] = level;
        }

        table["REDIS_VERSION"] = RedisVersion.Text;
        table["REDIS_VERSION_NUM"] = RedisVersion.Number;
        return table;
    }

    private static int SetProtocol(ScriptEngine engine, Arguments arguments)
    {
        if (arguments.Count != 1)
        {
            throw Raise("ERR redis.setresp() requires one argument.");
        }

        if (!TryInteger(arguments[0], out long protocol) || protocol is not (2 or 3))
        {
            throw Raise("ERR RESP version must be 2 or 3.");
        }

        if (engine.Current is { } run)
        {
            run.Protocol = (int)protocol;
        }

        return arguments.Return();
    }

    private static int Sha1Hex(Arguments arguments)
    {
        if (arguments.Count != 1)
        {
            throw Raise("ERR wrong number of arguments");
        }

        var text = arguments[0] is { IsString: true } or { IsNumber: true } ? arguments.CheckString(0) : LuaString.Empty;
        arguments.State.ChargeBytes(text.Length * (long)BytesPerDigestedByte);
        return arguments.Return(ScriptDigest.Of(text.Span).ToString());
    }

    private static int ErrorReply(Arguments arguments)
    {
        if (arguments.Count != 1 || arguments[0].AsString is not { } text)
        {
            return arguments.Return(ErrorTable.Of(BadReply));
        }

        arguments.State.ChargeHeap(text.Length * (long)sizeof(char));
        arguments.State.ChargeBytes(text.Length);
        return arguments.Return(ErrorTable.OfReply(text));
    }

    private static int StatusReply(Arguments arguments)
    {
        var table = new LuaTable(0, 1);
        bool isText = arguments.Count == 1 && arguments[0].IsString;
        table[isText ? LuaNames.Ok : LuaNames.Err] = isText ? arguments[0] : BadReply;
        return arguments.Return(table);
    }

    private static int SetReplication(ScriptEngine engine, Arguments arguments)
    {
        if (arguments.Count != 1)
        {
            throw Raise("ERR redis.set_repl() requires two arguments.");
        }

        _ = TryInteger(arguments[0], out long flags);
        if ((flags & ~(long)AllReplication) != 0)
        {
            throw Raise("ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }

        if (engine.Current is { } run)
        {
            run.Session.IsPropagating = (flags & ToReplicas) != 0;
        }

        return arguments.Return();
    }

    private static int Log(ScriptEngine engine, Arguments arguments)
    {
        if (arguments.Count < 2)
        {
            throw Raise("ERR redis.log() requires two arguments or more.");
        }

        if (!TryInteger(arguments[0], out long level))
        {
            throw Raise("ERR First argument must be a number (log level).");
        }

        if (level < 0 || level >= LogLevels.Length)
        {
            throw Raise("ERR Invalid debug level.");
        }

        var text = new StringBuilder();
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] is { IsString: true } or { IsNumber: true })
            {
                arguments.State.ChargeHeap(arguments.CheckString(i).Length * (long)sizeof(char));
                arguments.State.ChargeBytes(arguments.CheckString(i).Length);
                text.Append(i > 1 ? " " : "").Append(arguments.CheckString(i));
            }
        }

        engine.Options.Log?.Invoke((int)level, text.ToString());
        return arguments.Return();
    }

    private static bool TryInteger(LuaValue value, out long integer)
    {
        double number = value.Number;
        bool isNumber = value.IsNumber || (value.AsString is { } text && LuaNumber.TryParse(text.Span, out number));
        integer = isNumber ? Arguments.ToInteger(number) : 0;
        return isNumber;
    }

    private static LuaException Raise(string message) => new(ErrorTable.Of(message));

    private static void Add(LuaTable table, string name, NativeBody body) => table[name] = new NativeFunction(name, body);
}
