using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks the arguments of redis.call: there must be at least a command, and all of them must be strings or numbers.</summary>
internal static class ArgumentRules
{
    internal static IEnumerable<Finding> Check(ScriptFacts facts)
    {
        var kinds = new ValueKinds(facts);
        foreach (var call in facts.Calls)
        {
            if (call.Words.Count == 0)
            {
                yield return new Finding(call.Line, FindingCode.BadArgument, "redis.call has no arguments; the first one must be the command");
            }

            for (int position = 0; position < call.Words.Count; position++)
            {
                if (Refused(call.Words[position], kinds, facts) is { } what)
                {
                    string which = position == 0 ? "the command" : $"argument {position} of the command";
                    yield return new Finding(
                        call.Line, FindingCode.BadArgument, $"{which} is {what}, but Redis accepts only strings and numbers; convert it with tostring, or pass another text");
                }
            }
        }
    }

    /// <summary>Describes an argument that Redis refuses; null if Redis accepts it or its kind is unknown.</summary>
    private static string? Refused(Expression argument, ValueKinds kinds, ScriptFacts facts)
    {
        if (facts.Resolve(argument) is FunctionExpression)
        {
            return "a function";
        }

        return kinds.Of(argument) switch
        {
            ValueKind.Nil => "nil",
            ValueKind.Boolean => "a boolean",
            ValueKind.Table => "a table",
            _ => facts.IsGlobal(argument, "KEYS") || facts.IsGlobal(argument, "ARGV") ? "a table" : null,
        };
    }
}
