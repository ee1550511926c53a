using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <content>Runs a script or function, from its checks to its reply.</content>
internal sealed partial class ScriptEngine
{
    private static readonly TimeSpan LibraryTimeLimit = TimeSpan.FromMilliseconds(500);

    private const string ServerEnds = "ERR Script stopped because the server is shutting down.";

    private long _loadingSince;

    /// <summary>Runs a script of the cache and replies with what it returns.</summary>
    /// <param name="call">A call of EVAL or a similar command. The words from the third on are the number of keys, the keys, and the arguments.</param>
    /// <param name="script">The script.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="isReadOnlyCall">Whether the command is EVAL_RO or a similar one.</param>
    internal void Run(in CommandCall call, Script script, int keys, bool isReadOnlyCall)
    {
        if (Guard.Refusal(script.Flags, isReadOnlyCall) is { } refusal)
        {
            call.Reply.Error(refusal);
            return;
        }

        var universe = EvalUniverse;
        var globals = universe.State.Globals;
        globals[LuaNames.Keys] = Strings(call.Words.Slice(3, keys));
        globals[LuaNames.Argv] = Strings(call.Words[(3 + keys)..]);
        Run(Begin(call, universe, script.Name, script.Flags, isReadOnlyCall, isEval: true), universe, script.Function, [], call.Reply);
        globals[LuaNames.Keys] = globals[LuaNames.Argv] = LuaValue.Nil;
    }

    /// <summary>Runs a function and replies with what it returns.</summary>
    internal void Run(in CommandCall call, Function function, int keys, bool isReadOnlyCall)
    {
        if (Guard.Refusal(function.Flags, isReadOnlyCall) is { } refusal)
        {
            call.Reply.Error(refusal);
            return;
        }

        ReadOnlySpan<LuaValue> arguments = [Strings(call.Words.Slice(3, keys)), Strings(call.Words[(3 + keys)..])];
        var universe = FunctionUniverse;
        Run(Begin(call, universe, function.Name, function.Flags, isReadOnlyCall, isEval: false), universe, function.Callback, arguments, call.Reply);
    }

    /// <summary>Runs the body of a library, which registers functions.</summary>
    /// <returns>Its error, or null if there is none.</returns>
    internal ScriptError? RunLibrary(FunctionLibrary library, LuaFunction body)
    {
        var universe = FunctionUniverse;
        LoadingLibrary = library;
        _loadingSince = ServerClock.OfScripts.GetTimestamp();
        universe.Show(universe.LibraryGlobals!);
        try
        {
            universe.State.BeginRun();
            var thread = universe.State.MainThread;
            return thread.TryCall(body, LuaValue.Nil, out var results) ? null : ScriptError.Raised(thread, results[0]);
        }
        finally
        {
            universe.State.EndRun();
            universe.Show(universe.FunctionGlobals!);
            LoadingLibrary = null;
        }
    }

    private static LuaTable Strings(ReadOnlySpan<byte[]> words)
    {
        var table = new LuaTable(words.Length);
        for (int i = 0; i < words.Length; i++)
        {
            table[i + 1] = new LuaString(words[i]);
        }

        return table;
    }

    private ScriptRun Begin(in CommandCall call, LuaUniverse universe, string name, ScriptFlags flags, bool isReadOnlyCall, bool isEval)
    {
        var session = universe.Session;
        session.DatabaseIndex = call.Client.DatabaseIndex;
        session.User = call.Client.User;
        session.IsPropagating = call.Client.IsPropagating;
        session.Caller = call.Client.Caller ?? call.Client;
        bool isDeclared = !flags.HasFlag(ScriptFlags.Undeclared);
        return new ScriptRun
        {
            Name = name,
            Session = session,
            IsEval = isEval,
            IsReadOnly = isReadOnlyCall || flags.HasFlag(ScriptFlags.NoWrites),
            AllowsOom = isDeclared && flags.HasFlag(ScriptFlags.AllowOom),
            IsOutOfMemory = Guard.IsOutOfMemory(),
            Keyspace = call.Keyspace,
            DataBytesThen = call.Keyspace.MemoryBytes,
            Words = isEval ? [] : call.Words.ToArray(),
            StartedAt = ServerClock.OfScripts.GetTimestamp(),
        };
    }

    private void Run(ScriptRun run, LuaUniverse universe, LuaFunction function, ReadOnlySpan<LuaValue> arguments, IReply reply)
    {
        var thread = universe.State.MainThread;
        ScriptRun? outer = Current;
        Current = run;
        try
        {
            universe.State.BeginRun();
            bool isFine = thread.TryCall(function, ErrorHandler.Function, out var results, arguments);
            var result = results.Length > 0 ? results[0] : LuaValue.Nil;
            if (isFine)
            {
                WriteResult(run, universe.State, result, reply);
            }
            else if (result.AsTable is not null)
            {
                ScriptError.Raised(thread, result).In(run.Name).Write(reply);
            }
            else
            {
                reply.Error($"ERR Error running script {run.Name}, {(result.AsString is { } text ? ScriptError.TextOf(text) : result)}");
            }
        }
        finally
        {
            Current = outer;
            universe.State.EndRun();
        }
    }

    /// <summary>Writes what a script returned. The script can still be stopped meanwhile: its client then gets an error instead.</summary>
    private static void WriteResult(ScriptRun run, LuaState state, LuaValue result, IReply reply)
    {
        if (reply is not RespReply { Output: var output })
        {
            ScriptReply.Write(result, reply, run.Protocol, state); // For a script that called EVAL, which is itself stopped.
            return;
        }

        int start = output.Length;
        output.IsHeld = true;
        try
        {
            ScriptReply.Write(result, reply, run.Protocol, state);
        }
        catch (LuaException e)
        {
            output.Truncate(Math.Min(start, output.Length)); // It is empty if the client has disconnected.
            ScriptError.Of(e.Value).In(run.Name).Write(reply);
        }
        finally
        {
            output.IsHeld = false;
        }
    }

    /// <summary>Called by Lua at intervals while it runs. Throws if Lua must stop.</summary>
    private void OnInterrupt()
    {
        if (LoadingLibrary is not null && ServerClock.OfScripts.GetElapsedTime(_loadingSince) > LibraryTimeLimit)
        {
            throw Ended("ERR FUNCTION LOAD timeout");
        }

        if (_busy.IsEnding)
        {
            throw Ended(ServerEnds);
        }

        if (Current is not { } run)
        {
            return;
        }

        if (!_busy.ServeOthers(run))
        {
            throw Ended(ServerEnds);
        }

        if (run.IsKilled)
        {
            throw Ended("ERR Script killed by user with SCRIPT KILL.");
        }

        if (Options.TimeLimit is { } limit && ServerClock.OfScripts.GetElapsedTime(run.StartedAt) > limit)
        {
            throw Ended($"ERR Script stopped because it ran longer than the host's limit of {limit.TotalMilliseconds:0} ms.");
        }
    }

    private static LuaException Ended(string message) => new(ErrorTable.Of(message));
}
