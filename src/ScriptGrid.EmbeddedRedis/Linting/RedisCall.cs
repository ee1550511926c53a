using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A call of <c>redis.call</c> or <c>redis.pcall</c> in a script.</summary>
/// <param name="Node">The call.</param>
/// <param name="Words">The command's name and arguments.</param>
/// <param name="IsOpen">Whether the number of words is known only when the script runs.</param>
internal sealed record RedisCall(CallExpression Node, IReadOnlyList<Expression> Words, bool IsOpen)
{
    private static readonly string[] Functions = ["redis.call", "redis.pcall"];

    internal int Line => Node.Line;

    /// <summary>
    /// Recognizes a call of these functions: directly, under a local name, through <c>pcall</c>, or through a function that wraps them. Returns null for any
    /// other call.
    /// </summary>
    internal static RedisCall? From(CallExpression call, ScriptFacts facts)
    {
        string? function = facts.LibraryFunction(call.Target);
        if (Functions.Contains(function))
        {
            return From(call, call.Arguments, facts);
        }

        if (function == "pcall")
        {
            return call.Arguments is [var first, ..] && Functions.Contains(facts.LibraryFunction(first)) ? From(call, [.. call.Arguments.Skip(1)], facts) : null;
        }

        return CallWrapper.Words(call, target => Functions.Contains(facts.LibraryFunction(target)), facts) is { } words ? From(call, words, facts) : null;
    }

    private static RedisCall From(CallExpression node, IReadOnlyList<Expression> words, ScriptFacts facts) => new(node, words, facts.IsOpen(words));
}
