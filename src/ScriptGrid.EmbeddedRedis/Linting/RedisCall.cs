using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A <c>redis.call</c> or <c>redis.pcall</c> in a script.</summary>
/// <param name="Node">The call.</param>
/// <param name="Words">The command's name and arguments.</param>
internal sealed record RedisCall(CallExpression Node, IReadOnlyList<Expression> Words)
{
    private static readonly string[] Functions = ["redis.call", "redis.pcall"];

    /// <summary>Whether the number of words is known only when the script runs.</summary>
    internal bool IsOpen => SyntaxNodes.IsOpen(Words);

    internal int Line => Node.Line;

    /// <summary>Reads a call of the functions themselves, of a local name for one, or through <c>pcall</c>; null for any other.</summary>
    internal static RedisCall? From(CallExpression call, ScriptFacts facts)
    {
        string? function = facts.LibraryFunction(call.Target);
        if (Functions.Contains(function))
        {
            return new RedisCall(call, call.Arguments);
        }

        return function == "pcall" && call.Arguments is [var first, ..] && Functions.Contains(facts.LibraryFunction(first))
            ? new RedisCall(call, [.. call.Arguments.Skip(1)])
            : null;
    }
}
