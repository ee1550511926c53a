using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks method calls on strings, whose methods are exactly the functions of the library <c>string</c>.</summary>
internal static class MethodRules
{
    /// <summary>Commands that return a string, or false if there is none. False has no methods either.</summary>
    private static readonly string[] TextCommands = ["get", "getrange", "getset", "getdel", "getex", "hget", "lindex", "substr"];

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from kinds in new[] { new ValueKinds(facts) }
        from call in facts.Nodes.OfType<MethodCallExpression>()
        let name = call.Name.ToString()
        where !GlobalRules.Has("string", name) && (kinds.Of(call.Target) == ValueKind.Text || IsReplyOfText(call.Target, facts))
        select new Finding(call.NameLine, FindingCode.UnknownFunction, $"strings have no method '{name}'");

    private static bool IsReplyOfText(Expression expression, ScriptFacts facts) =>
        facts.Resolve(expression) is CallExpression call
        && RedisCall.From(call, facts) is { } command
        && CommandFinder.Uses(command, facts).ToList() is { Count: > 0 } uses
        && uses.TrueForAll(use => TextCommands.Contains(use.Name));
}
