using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A script does not compile. The message is Lua's own, position and near token included: <c>user_script:1: '=' expected near 'end'</c>.</summary>
internal sealed class LuaSyntaxException : Exception
{
    internal LuaSyntaxException(string chunkName, int line, string problem)
        : this(chunkName, line, Encoding.Latin1.GetBytes(problem))
    {
    }

    /// <summary>A problem that quotes the script, whose bytes need not be UTF-8.</summary>
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

    /// <summary>The message in its bytes, as <c>loadstring</c> and Redis hand it on.</summary>
    internal LuaString Text { get; }
}
