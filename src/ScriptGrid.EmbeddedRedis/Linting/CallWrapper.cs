using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>
/// A function of the script's own that does nothing but hand its arguments to <c>redis.call</c>, the command first:
/// <c>local function run(command, ...) return redis.call(command, ...) end</c>.
/// </summary>
internal static class CallWrapper
{
    /// <summary>What a call of such a function hands on; null where the function is no such one.</summary>
    internal static IReadOnlyList<Expression>? Words(CallExpression call, Func<Expression, bool> isRedisCall, ScriptFacts facts)
    {
        if (facts.Resolve(call.Target) is not FunctionExpression { Body: var function } || Inner(function) is not { } inner || !isRedisCall(inner.Target))
        {
            return null;
        }

        var words = new List<Expression>();
        foreach (var argument in inner.Arguments)
        {
            switch (argument)
            {
                case VarargExpression when argument == (object)inner.Arguments[^1]:
                    words.AddRange(call.Arguments.Skip(function.Parameters.Count));
                    break;
                case NameExpression { Variable: { } variable } when Position(function, variable) is >= 0 and var position && position < call.Arguments.Count:
                    words.Add(call.Arguments[position]);
                    break;
                case StringExpression or NumberExpression when words.Count > 0:
                    words.Add(argument);
                    break;
                default:
                    return null;
            }
        }

        return words;
    }

    private static int Position(FunctionBody function, LocalVariable variable) => function.Parameters.ToList().IndexOf(variable);

    /// <summary>The one call that a function consists of.</summary>
    private static CallExpression? Inner(FunctionBody function) => function.Body.Statements switch
    {
        [ReturnStatement { Values: [CallExpression call] }] => call,
        [CallStatement { Call: CallExpression call }] => call,
        _ => null,
    };
}
