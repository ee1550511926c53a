namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Reads Lua 5.1 source into a syntax tree with every name resolved.</summary>
internal static class LuaParser
{
    /// <summary>Parses a script.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="chunkName">As it stands in messages: <c>user_script</c>, <c>[string "return 1"]</c>.</param>
    /// <exception cref="LuaSyntaxException">It does not compile; limits of Lua's compiler (200 locals, 60 upvalues, 200 levels) included.</exception>
    internal static FunctionBody Parse(ReadOnlyMemory<byte> source, string chunkName) => throw new NotImplementedException();
}
