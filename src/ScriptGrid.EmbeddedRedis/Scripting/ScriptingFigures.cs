namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The figures of scripts and functions that INFO shows.</summary>
/// <param name="CachedScripts">The number of scripts that EVALSHA finds.</param>
/// <param name="CachedScriptBytes">The bytes of these scripts, as Redis counts them.</param>
/// <param name="EvalBytes">The bytes of the Lua state of EVAL.</param>
/// <param name="Libraries">The number of function libraries.</param>
/// <param name="Functions">The number of functions in all libraries.</param>
/// <param name="FunctionBytes">The bytes of the Lua state of functions.</param>
internal readonly record struct ScriptingFigures(
    int CachedScripts, long CachedScriptBytes, long EvalBytes, int Libraries, int Functions, long FunctionBytes);
