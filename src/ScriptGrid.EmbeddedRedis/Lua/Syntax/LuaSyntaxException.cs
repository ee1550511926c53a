using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>
/// A script does not compile. The message is the same as Lua's, including the position and the quoted token: <c>user_script:1: '=' expected near 'end'</c>.
/// </summary>
internal sealed class LuaSyntaxException : Exception
{
    internal LuaSyntaxException(string chunkName, int line, string problem)
        : this(chunkName, line, Encoding.Latin1.GetBytes(problem))
    {
    }

    /// <summary>Creates an exception whose message quotes the script. The script's bytes need not be valid UTF-8.</summary>
    internal LuaSyntaxException(string chunkName, int line, byte[] problem)
        : base($"{chunkName}:{line}: {Encoding.UTF8.GetString(problem)}")
    {
        Line = line;
        Problem = Encoding.UTF8.GetString(problem);
        Text = new LuaString([.. Encoding.Latin1.GetBytes($"{chunkName}:{line}: "), .. problem]);
    }

    internal int Line { get; }

    /// <summary>The message without its position.</summary>
    internal string Problem { get; }

    /// <summary>The message as bytes, as <c>loadstring</c> and Redis return it.</summary>
    internal LuaString Text { get; }
}
