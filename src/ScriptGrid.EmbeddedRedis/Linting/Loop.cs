using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A <c>while</c> or <c>repeat</c> loop.</summary>
/// <param name="Line">The line where it begins.</param>
/// <param name="Condition">The condition that decides whether there is another turn.</param>
/// <param name="EndsOn">The value of the condition that ends the loop.</param>
/// <param name="Body">The statements that are repeated.</param>
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
