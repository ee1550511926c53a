namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Reads Lua 5.1 source into a syntax tree with every name resolved.</summary>
/// <remarks>
/// A first line that starts with <c>#</c> is not skipped. Redis itself takes a <c>#!lua …</c> header off a script and keeps the line feed that
/// ends it, so that the parser gets an empty first line and the script's own line numbers stay right.
/// </remarks>
internal static class LuaParser
{
    /// <summary>Parses a script.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="chunkName">As it stands in messages: <c>user_script</c>, <c>[string "return 1"]</c>.</param>
    /// <param name="nativeCalls">The nested calls from C# into Lua under way, which the 200 levels of syntax count too: 0 for a script, 1 and more in <c>loadstring</c>.</param>
    /// <param name="charge">Takes every now and then the tokens and bytes that were read since, and may end the reading by an exception; null for nobody.</param>
    /// <param name="more">Gives what follows the source, piece by piece, as it is needed; an empty piece ends it. Null where nothing follows.</param>
    /// <exception cref="LuaSyntaxException">It does not compile; limits of Lua's compiler (200 locals, 60 upvalues, 200 levels) included.</exception>
    internal static FunctionBody Parse(
        ReadOnlyMemory<byte> source, string chunkName, int nativeCalls = 0, Action<int, int>? charge = null, Func<ReadOnlyMemory<byte>>? more = null) =>
        new TreeBuilder(new LuaLexer(source, chunkName) { Charge = charge, More = more }, nativeCalls).ReadScript();
}
