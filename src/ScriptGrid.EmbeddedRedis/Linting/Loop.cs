using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A <c>while</c> or <c>repeat</c> loop.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Condition">What decides on another turn.</param>
/// <param name="EndsOn">The value of the condition that ends the loop.</param>
/// <param name="Body">What is repeated.</param>
internal sealed record Loop(int Line, Expression Condition, bool EndsOn, Block Body)
{
    internal static IEnumerable<Loop> In(ScriptFacts facts) => facts.Nodes.Select(From).OfType<Loop>();

    private static Loop? From(Node node) => node switch
    {
        WhileStatement loop => new Loop(loop.Line, loop.Condition, false, loop.Body),
        RepeatStatement loop => new Loop(loop.Line, loop.Condition, true, loop.Body),
        _ => null,
    };
}
