using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>
/// Recognizes functions of a script that only pass their arguments to <c>redis.call</c>, command first:
/// <c>local function run(command, ...) return redis.call(command, ...) end</c>.
/// </summary>
internal static class CallWrapper
{
    /// <summary>Returns what a call of such a function passes on; null if the function is not of this form.</summary>
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

    /// <summary>Returns the call that is the function's only statement; null if there is no such call.</summary>
    private static CallExpression? Inner(FunctionBody function) => function.Body.Statements switch
    {
        [ReturnStatement { Values: [CallExpression call] }] => call,
        [CallStatement { Call: CallExpression call }] => call,
        _ => null,
    };
}
