namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What INFO tells of scripts and functions.</summary>
/// <param name="CachedScripts">Scripts that EVALSHA finds.</param>
/// <param name="CachedScriptBytes">The length of their texts.</param>
/// <param name="EvalBytes">What the Lua state of EVAL takes.</param>
/// <param name="Libraries">Libraries of functions.</param>
/// <param name="Functions">The functions of all libraries.</param>
/// <param name="FunctionBytes">What the Lua state of functions takes.</param>
internal readonly record struct ScriptingFigures(
    int CachedScripts, long CachedScriptBytes, long EvalBytes, int Libraries, int Functions, long FunctionBytes);
