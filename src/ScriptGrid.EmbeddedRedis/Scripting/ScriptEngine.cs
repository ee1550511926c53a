using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What a server needs to run scripts: two Lua universes, one for EVAL and one for functions, and what they have cached.</summary>
internal sealed partial class ScriptEngine
{
    /// <summary>About what a Lua state with Redis's libraries takes.</summary>
    private const long UniverseBytes = 33 * 1024;

    private LuaUniverse? _evalUniverse;
    private LuaUniverse? _functionUniverse;
    private ScriptMemory? _memory;

    private readonly BusyScript _busy;

    internal ScriptEngine(CommandTable commands, CommandRunner runner, ScriptGuard guard, BusyScript busy, ScriptingOptions options)
    {
        (Commands, Runner, Guard, Options) = (commands, runner, guard, options);
        _busy = busy;
        Limits = new LuaLimits { Interrupt = OnInterrupt, MaxMemoryBytes = options.MaxMemoryBytes };
    }

    /// <summary>The commands that scripts may call.</summary>
    internal CommandTable Commands { get; }

    internal CommandRunner Runner { get; }

    internal ScriptGuard Guard { get; }

    internal ScriptingOptions Options { get; }

    internal LuaLimits Limits { get; }

    /// <summary>Behind <c>math.random</c> of scripts and functions alike; flushes leave it as it is.</summary>
    internal Drand48 Random { get; } = new();

    internal ScriptCache Scripts { get; } = new();

    internal FunctionRegistry Functions { get; } = new();

    /// <summary>The script or function under way; null where there is none.</summary>
    internal ScriptRun? Current { get; private set; }

    /// <summary>The library whose body runs; null where there is none.</summary>
    internal FunctionLibrary? LoadingLibrary { get; private set; }

    internal LuaUniverse EvalUniverse => _evalUniverse ??= LuaUniverse.ForScripts(this);

    internal LuaUniverse FunctionUniverse => _functionUniverse ??= LuaUniverse.ForFunctions(this);

    /// <summary>The account of what scripts and functions hold, opened on the thread that runs them.</summary>
    internal ScriptMemory Memory => _memory ??= new ScriptMemory(Limits.MaxMemoryBytes, AddRoots);

    /// <summary>What INFO tells.</summary>
    internal ScriptingFigures Figures => new(
        Scripts.Count,
        Scripts.MemoryBytes,
        UniverseBytes + Scripts.MemoryBytes,
        Functions.Libraries.Count,
        Functions.FunctionCount,
        UniverseBytes + Functions.MemoryBytes);

    /// <summary>Forgets all scripts and begins with a new universe, as SCRIPT FLUSH does.</summary>
    internal void FlushScripts()
    {
        Scripts.Clear();
        _evalUniverse = null;
    }

    /// <summary>What functions keep counts among what scripts hold, whoever runs, and so does what the script under way has added to the data. Scripts of EVAL keep nothing.</summary>
    private void AddRoots(HeapWalk walk)
    {
        _evalUniverse?.State.AddRoots(walk);
        _functionUniverse?.State.AddRoots(walk);
        foreach (Function function in Functions.Libraries.SelectMany(static library => library.Functions))
        {
            walk.Add(function.Callback);
        }

        if (Current is { } run)
        {
            walk.Add(Math.Max(0, run.Keyspace.MemoryBytes - run.DataBytesThen));
        }
    }
}
