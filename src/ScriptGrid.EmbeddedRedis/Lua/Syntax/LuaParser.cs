namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Parses Lua 5.1 source into a syntax tree in which every name is resolved.</summary>
/// <remarks>
/// A first line that starts with <c>#</c> is not skipped. Redis itself removes the <c>#!lua …</c> header of a script but keeps the line feed after it, so the
/// parser gets an empty first line, and the line numbers of the script stay correct.
/// </remarks>
internal static class LuaParser
{
    /// <summary>Parses a script.</summary>
    /// <param name="source">The bytes of the script.</param>
    /// <param name="chunkName">The script's name in messages: <c>user_script</c>, <c>[string "return 1"]</c>.</param>
    /// <param name="nativeCalls">The number of nested calls from C# into Lua in progress, which count towards the 200 levels of syntax: 0 for a script, 1 or
    /// more in <c>loadstring</c>.</param>
    /// <param name="charge">Called now and then with the numbers of tokens and bytes that were read since the last call. May throw to end the parsing. Null for
    /// no charges.</param>
    /// <param name="more">Returns what follows the source, piece by piece, as it is needed; an empty piece ends it. Null if nothing follows.</param>
    /// <exception cref="LuaSyntaxException">The source does not compile, or exceeds a limit of Lua's compiler (200 locals, 60 upvalues, 200
    /// levels).</exception>
    internal static FunctionBody Parse(
        ReadOnlyMemory<byte> source, string chunkName, int nativeCalls = 0, Action<int, int>? charge = null, Func<ReadOnlyMemory<byte>>? more = null) =>
        new TreeBuilder(new LuaLexer(source, chunkName) { Charge = charge, More = more }, nativeCalls).ReadScript();
}
