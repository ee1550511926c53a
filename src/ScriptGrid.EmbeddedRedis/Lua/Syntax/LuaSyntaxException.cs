namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A script does not compile. The message is Lua's own, position and near token included: <c>user_script:1: '=' expected near 'end'</c>.</summary>
internal sealed class LuaSyntaxException(string chunkName, int line, string problem) : Exception($"{chunkName}:{line}: {problem}")
{
    internal int Line { get; } = line;

    /// <summary>The message without its position.</summary>
    internal string Problem { get; } = problem;
}
