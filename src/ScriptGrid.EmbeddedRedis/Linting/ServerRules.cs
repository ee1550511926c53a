using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks what one kind of server would refuse.</summary>
internal static class ServerRules
{
    private const string AllowsFoundKeys = "allow-undeclared-keys";

    internal static IEnumerable<Finding> Check(ScriptFacts facts, ReadOnlyMemory<byte> source, LintOptions options) =>
        options.Server is not { } server ? [] : [.. CheckScript(facts, source, server, options), .. facts.Calls.SelectMany(call => Check(call, facts, server)), .. CheckKeys(facts, source, server)];

    private static IEnumerable<Finding> CheckScript(ScriptFacts facts, ReadOnlyMemory<byte> source, ServerKind server, LintOptions options)
    {
        if (!server.KnowsShebang && source.Span.StartsWith("#!"u8))
        {
            yield return new Finding(1, FindingCode.ShebangInvalid, $"{server.Title} reads the #! line as Lua, and the script does not compile; remove the line");
        }

        bool hasKeys = options.HasKeys ?? facts.Nodes.OfType<NameExpression>().Any(static name => name.Variable is null && name.Name.ToString() == "KEYS");
        if (server.NeedsKeys && !hasKeys)
        {
            yield return new Finding(1, FindingCode.NeedsKeys, $"{server.Title} refuses scripts without KEYS; set keys: [\"{{slot}}\"] for this script");
        }
    }

    private static IEnumerable<Finding> Check(RedisCall call, ScriptFacts facts, ServerKind server)
    {
        if (server.ReadsScripts && call.Words is [not StringExpression, ..])
        {
            yield return new Finding(
                call.Line, FindingCode.ComputedCommand, $"{server.Title} looks for command names in the script's text, and this call does not contain one; write the name as a string in the call");
        }

        if (!IsSurvived(call, facts) && CommandFinder.Uses(call, facts).FirstOrDefault(server.Refuses) is { } refused)
        {
            yield return new Finding(
                call.Line, FindingCode.RestrictedCommand, $"{refused.Title}: {server.Title} does not have it, or does not let scripts call it; remove the call, or use redis.pcall and handle the error");
        }
    }

    private static IEnumerable<Finding> CheckKeys(ScriptFacts facts, ReadOnlyMemory<byte> source, ServerKind server) =>
        server.RefusesFoundKeys && !(server == ServerKind.Dragonfly && source.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(AllowsFoundKeys)) >= 0)
            ? KeyRules.CheckFound(facts, server)
            : [];

    /// <summary>Whether the script gets an error of this call as a value, so that it does not fail.</summary>
    private static bool IsSurvived(RedisCall call, ScriptFacts facts) => facts.LibraryFunction(call.Node.Target) is "redis.pcall" or "pcall";
}
