using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What a server needs to run scripts: two Lua universes, one for EVAL and one for functions, and what they have cached.</summary>
internal sealed partial class ScriptEngine
{
    /// <summary>About what a Lua state with Redis's libraries takes.</summary>
    private const long UniverseBytes = 33 * 1024;

    private LuaUniverse? _evalUniverse;
    private LuaUniverse? _functionUniverse;

    private readonly ServerClock _clock;
    private readonly BusyScript _busy;

    internal ScriptEngine(CommandTable commands, CommandRunner runner, ScriptGuard guard, BusyScript busy, ServerClock clock, ScriptingOptions options)
    {
        (Commands, Runner, Guard, Options) = (commands, runner, guard, options);
        (_busy, _clock) = (busy, clock);
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
}
