using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary><c>redis.call</c> and <c>redis.pcall</c>: passes a script's arguments to a command, and its reply to Lua.</summary>
internal sealed class CommandCaller
{
    private const string BadArgument = "ERR Lua redis lib command arguments must be strings or integers";
    private const string NoArgument = "ERR Please specify at least one argument for this redis lib call";

    private readonly ScriptEngine _engine;
    private readonly CommandCache _cache;
    private readonly LuaReply _reply;
    private byte[][] _words = new byte[16][];

    internal CommandCaller(ScriptEngine engine)
    {
        _engine = engine;
        _cache = new CommandCache(engine.Commands);
        _reply = new LuaReply(engine.Runner.Errors);
        Call = new NativeFunction("call", arguments => Invoke(arguments, raises: true));
        ProtectedCall = new NativeFunction("pcall", arguments => Invoke(arguments, raises: false));
        CheckPermission = new NativeFunction("acl_check_cmd", Check);
    }

    internal NativeFunction Call { get; }

    internal NativeFunction ProtectedCall { get; }

    /// <summary><c>redis.acl_check_cmd</c>.</summary>
    internal NativeFunction CheckPermission { get; }

    private int Invoke(Arguments arguments, bool raises)
    {
        if (_engine.Current is not { } run)
        {
            throw Raise("ERR redis.call/pcall can only be called inside a script invocation");
        }

        if (!TryTakeWords(arguments, out string? problem))
        {
            return raises ? throw Raise(problem!) : arguments.Return(ErrorTable.Of(problem!));
        }

        var words = _words.AsSpan(0, arguments.Count);
        LuaValue result;
        try
        {
            result = Execute(run, arguments.State, arguments[0].AsString, words);
        }
        finally
        {
            words.Clear();
        }

        return raises && _reply.IsError ? throw new LuaException(result) : arguments.Return(result);
    }

    private LuaValue Execute(ScriptRun run, LuaState state, LuaString? name, ReadOnlySpan<byte[]> words)
    {
        var command = _cache.Find(name, words);
        _reply.Begin(run.Protocol, state);
        string? refusal = command is null ? ScriptGuard.Unknown(words)
            : HasRightLength(command, words.Length) ? _engine.Guard.Refusal(run, command, words)
            : ScriptGuard.WrongArity;
        if (refusal is not null)
        {
            ChargeWords(state, words);
            _engine.Runner.CountRejected(command, refusal);
            _reply.Refuse(refusal);
        }
        else
        {
            run.HasWritten |= (command!.Facts.Flags & CommandFlags.Write) != 0;
            _engine.Runner.Run(command, run.Session, words, _reply);
            state.ChargeHost(_engine.Runner.LastDuration);
        }

        return _reply.Take();
    }

    private int Check(Arguments arguments)
    {
        if (_engine.Current is not { } run)
        {
            throw Raise("ERR redis.acl_check_cmd can only be called inside a script invocation");
        }

        if (!TryTakeWords(arguments, out string? problem))
        {
            throw Raise(problem!);
        }

        var words = _words.AsSpan(0, arguments.Count);
        ChargeWords(arguments.State, words);
        var command = _cache.Find(arguments[0].AsString, words);
        bool isAllowed = command is not null && AccessControl.Check(run.Session, command.Facts, words).Denial == AclDenial.None;
        words.Clear();
        return command is null ? throw Raise("ERR Invalid command passed to redis.acl_check_cmd()") : arguments.Return(isAllowed);
    }

    /// <summary>Charges the script for words that were examined but passed to no command.</summary>
    private static void ChargeWords(LuaState state, ReadOnlySpan<byte[]> words)
    {
        long bytes = 0;
        foreach (byte[] word in words)
        {
            bytes += word.Length;
        }

        state.ChargeBytes(bytes);
    }

    private bool TryTakeWords(Arguments arguments, out string? problem)
    {
        problem = arguments.Count == 0 ? NoArgument : null;
        if (arguments.Count > _words.Length)
        {
            _words = new byte[Math.Max(arguments.Count, 2 * _words.Length)][];
        }

        int count = 0;
        foreach (var argument in arguments.From(0))
        {
            if (argument.AsString is { } text)
            {
                _words[count++] = text.Bytes;
            }
            else if (argument.IsNumber)
            {
                _words[count++] = NumberWord.Of(argument.Number);
            }
            else
            {
                problem = BadArgument;
                break;
            }
        }

        return problem is null;
    }

    private static bool HasRightLength(Command command, int words)
    {
        int arity = command.Facts.Arity;
        return arity >= 0 ? words == arity : words >= -arity;
    }

    private static LuaException Raise(string message) => new(ErrorTable.Of(message));
}
