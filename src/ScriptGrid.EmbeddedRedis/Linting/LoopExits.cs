using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A condition on the path to a statement.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Holds">Whether the condition is true on this path.</param>
internal readonly record struct Guard(Expression Condition, bool Holds);

/// <summary>The exits of a loop's body and the assignments in it, each with the conditions on the path to it.</summary>
internal sealed class LoopExits
{
    private readonly ScriptFacts _facts;
    private readonly List<Guard> _guards = [];

    internal LoopExits(Block body, ScriptFacts facts)
    {
        _facts = facts;
        Walk(body, isInner: false);
    }

    /// <summary>The conditions on the path to each break, return and error.</summary>
    internal List<Guard[]> Exits { get; } = [];

    /// <summary>The assignments to variables, with the conditions on the path to each.</summary>
    internal List<(LocalVariable Variable, Expression? Value, Guard[] Guards)> Assignments { get; } = [];

    /// <summary>Walks the statements of a block. The recursion is safe, because the parser limits how deeply statements nest.</summary>
    private void Walk(Block block, bool isInner)
    {
        foreach (var statement in block.Statements)
        {
            Walk(statement, isInner);
        }
    }

    private void Walk(Statement statement, bool isInner)
    {
        switch (statement)
        {
            case BreakStatement when isInner:
                break;
            case BreakStatement or ReturnStatement:
                Exits.Add([.. _guards]);
                break;
            case DoStatement block:
                Walk(block.Body, isInner);
                break;
            case WhileStatement loop:
                WalkGuarded([new Guard(loop.Condition, true)], loop.Body, isInner: true);
                break;
            case RepeatStatement { Body: var body }:
                Walk(body, isInner: true);
                break;
            case NumericForStatement { Body: var body }:
                Walk(body, isInner: true);
                break;
            case GenericForStatement { Body: var body }:
                Walk(body, isInner: true);
                break;
            case IfStatement branch:
                WalkBranches(branch, isInner);
                break;
            default:
                WalkSimple(statement);
                break;
        }
    }

    private void WalkBranches(IfStatement branch, bool isInner)
    {
        var before = new List<Guard>();
        foreach (var clause in branch.Clauses)
        {
            WalkGuarded([.. before, new Guard(clause.Condition, true)], clause.Body, isInner);
            before.Add(new Guard(clause.Condition, false));
        }

        if (branch.Else is { } otherwise)
        {
            WalkGuarded(before, otherwise, isInner);
        }
    }

    private void WalkGuarded(List<Guard> guards, Block body, bool isInner)
    {
        _guards.AddRange(guards);
        Walk(body, isInner);
        _guards.RemoveRange(_guards.Count - guards.Count, guards.Count);
    }

    private void WalkSimple(Statement statement)
    {
        if (SyntaxNodes.Within(statement, intoFunctions: false).OfType<CallExpression>()
            .Any(call => _facts.LibraryFunction(call.Target) is "error" or "assert" or "coroutine.yield"))
        {
            Exits.Add([.. _guards]);
        }

        if (statement is AssignmentStatement assignment)
        {
            for (int index = 0; index < assignment.Targets.Count; index++)
            {
                if (assignment.Targets[index] is NameExpression { Variable: { } variable })
                {
                    Assignments.Add((variable, assignment.Values.ElementAtOrDefault(index), [.. _guards]));
                }
            }
        }
    }
}
