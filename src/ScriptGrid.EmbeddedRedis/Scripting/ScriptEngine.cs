using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What a server needs to run scripts: two Lua universes, one for EVAL and one for functions, and their caches.</summary>
internal sealed partial class ScriptEngine
{
    /// <summary>Roughly the bytes of a Lua state with Redis's libraries.</summary>
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

    /// <summary>The source of <c>math.random</c> for scripts and functions alike. Flushes do not reset it.</summary>
    internal Drand48 Random { get; } = new();

    internal ScriptCache Scripts { get; } = new();

    internal FunctionRegistry Functions { get; } = new();

    /// <summary>The script or function under way; null if there is none.</summary>
    internal ScriptRun? Current { get; private set; }

    /// <summary>The library whose body runs; null if there is none.</summary>
    internal FunctionLibrary? LoadingLibrary { get; private set; }

    internal LuaUniverse EvalUniverse => _evalUniverse ??= LuaUniverse.ForScripts(this);

    internal LuaUniverse FunctionUniverse => _functionUniverse ??= LuaUniverse.ForFunctions(this);

    /// <summary>The account of what scripts and functions hold. It is created on the thread that runs them.</summary>
    internal ScriptMemory Memory => _memory ??= new ScriptMemory(Limits.MaxMemoryBytes, AddRoots);

    /// <summary>The figures that INFO shows.</summary>
    internal ScriptingFigures Figures => new(
        Scripts.Count,
        Scripts.MemoryBytes,
        UniverseBytes + Scripts.MemoryBytes,
        Functions.Libraries.Count,
        Functions.FunctionCount,
        UniverseBytes + Functions.MemoryBytes);

    /// <summary>Drops all scripts and starts with a new universe, as SCRIPT FLUSH does.</summary>
    internal void FlushScripts()
    {
        Scripts.Clear();
        _evalUniverse = null;
    }

    /// <summary>
    /// Adds everything that counts as held by scripts: what functions keep, no matter what runs, and what the script under way has added to the data. Scripts
    /// of EVAL keep nothing.
    /// </summary>
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
