using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for changes of tables that Redis protects: the globals and the libraries. Scripts may change KEYS and ARGV.</summary>
internal static class ReadOnlyTableRules
{
    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from node in facts.Nodes
        from target in Changed(node, facts)
        let name = Protected(target.Table, facts)
        where name is not null
        select new Finding(target.Line, FindingCode.ReadOnlyTable, $"the table '{name}' is read-only in Redis, and changing it fails; use a local table instead");

    /// <summary>Returns the tables that a statement or a call changes.</summary>
    private static IEnumerable<(Expression Table, int Line)> Changed(Node node, ScriptFacts facts) => node switch
    {
        AssignmentStatement assignment => assignment.Targets.OfType<IndexExpression>().Select(target => (target.Target, target.Line)),
        FunctionStatement { Target: IndexExpression target } => [(target.Target, target.Line)],
        CallExpression { Arguments: [var table, ..] } call when facts.LibraryFunction(call.Target) is "rawset" or "setmetatable" or "table.insert" or "table.remove" =>
            [(table, call.Line)],
        _ => [],
    };

    private static string? Protected(Expression table, ScriptFacts facts) =>
        facts.Resolve(table) is NameExpression { Variable: null } global && GlobalRules.IsLibrary(global.Name.ToString()) ? global.Name.ToString() : null;
}
