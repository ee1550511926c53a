using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>
/// Checks for keys that KEYS should have named. Keys that come from Redis, for example from SCAN, are fine, because they are on the node that runs the script.
/// </summary>
internal static class KeyRules
{
    /// <summary>The position of the number of keys, for commands that have one. The keys follow it.</summary>
    private static readonly Dictionary<string, int> CountPositions = new()
    {
        ["zunion"] = 1,
        ["zinter"] = 1,
        ["zdiff"] = 1,
        ["zintercard"] = 1,
        ["sintercard"] = 1,
        ["lmpop"] = 1,
        ["zmpop"] = 1,
        ["zunionstore"] = 2,
        ["zinterstore"] = 2,
        ["zdiffstore"] = 2,
    };

    private static readonly string[] TextFunctions =
        ["tostring", "tonumber", "string.format", "string.lower", "string.upper", "string.sub", "string.rep", "string.gsub"];

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from call in facts.Calls
        from use in CommandFinder.Uses(call, facts)
        where use.Facts is not null && !use.Facts.Flags.HasFlag(CommandFlags.NoScript)
        let key = Keys(use, facts).FirstOrDefault(key => IsFixed(key, facts, new Effort()))
        where key is not null
        select new Finding(call.Line, FindingCode.UndeclaredKey, Message(use, key, facts));

    /// <summary>Checks for keys that the script itself has found, for a server that accepts only those of KEYS.</summary>
    internal static IEnumerable<Finding> CheckFound(ScriptFacts facts, ServerKind server) =>
        from call in facts.Calls
        from use in CommandFinder.Uses(call, facts)
        where use.Facts is not null && Keys(use, facts).Any(key => server.ReadsScripts ? !IsWrittenAsKeys(key) : IsFound(key, facts) || IsFixed(key, facts, new Effort()))
        select new Finding(call.Line, FindingCode.UndeclaredKey, $"{use.Title}: {server.Title} accepts only keys from KEYS, and this key is not one of them; pass it in KEYS{Escape(server)}");

    private static string Escape(ServerKind server) =>
        server == ServerKind.Dragonfly ? ", or begin the script with --!df flags=allow-undeclared-keys" : "";

    private static bool IsWrittenAsKeys(Expression key) =>
        key is IndexExpression { Target: NameExpression { Variable: null } table } && table.Name.ToString() == "KEYS";

    /// <summary>Whether the key comes from a loop over something other than KEYS.</summary>
    private static bool IsFound(Expression key, ScriptFacts facts) =>
        facts.Resolve(key) is NameExpression { Variable: { } variable } && facts.DefinitionsOf(variable) is { Count: > 0 } definitions
        && definitions.All(definition => definition.Iteration is { Values: [CallExpression { Arguments: [var list] }, ..] } && !facts.IsGlobal(list, "KEYS"));

    private static string Message(CommandUse use, Expression key, ScriptFacts facts)
    {
        string what = Constants.Text(key, facts) is { Length: <= 60 } text ? $"key \"{text}\"" : "key";
        return $"{use.Title}: the {what} does not come from KEYS, and the command fails on a cluster node that does not hold the key; pass it in KEYS";
    }

    private static IEnumerable<Expression> Keys(CommandUse use, ScriptFacts facts)
    {
        var command = use.Facts!;
        int known = use.Call.Words.Count - (use.Call.IsOpen ? 1 : 0);
        if (command.FirstKey > 0)
        {
            int last = command.LastKey > 0 ? command.LastKey : use.Call.Words.Count + command.LastKey;
            for (int position = command.FirstKey; position <= last && position < known; position += Math.Max(command.KeyStep, 1))
            {
                yield return use.Call.Words[position];
            }
        }

        if (CountPositions.TryGetValue(use.Name, out int at) && use.Word(at) is { } word && Constants.Number(word, facts) is >= 0 and <= 1000 and { } count)
        {
            for (int position = at + 1; position <= at + count && position < known; position++)
            {
                yield return use.Call.Words[position];
            }
        }

        foreach (var key in KeysOfStreams(use, facts))
        {
            yield return key;
        }
    }

    /// <summary>Returns the keys after STREAMS, which are followed by an equal number of ids.</summary>
    private static IEnumerable<Expression> KeysOfStreams(CommandUse use, ScriptFacts facts)
    {
        if (use.Call.IsOpen || use.Name is not ("xread" or "xreadgroup"))
        {
            return [];
        }

        int streams = Enumerable.Range(0, use.Call.Words.Count).FirstOrDefault(position => use.Text(position, facts) == "streams");
        int rest = use.Call.Words.Count - streams - 1;
        return streams == 0 ? [] : use.Call.Words.Skip(streams + 1).Take(rest / 2);
    }

    /// <summary>Whether a text consists only of literals, ARGV and counters.</summary>
    private static bool IsFixed(Expression expression, ScriptFacts facts, Effort effort) =>
        effort.Step(false, () => facts.Resolve(expression) switch
        {
            StringExpression or NumberExpression => true,
            IndexExpression index => facts.IsGlobal(index.Target, "ARGV") || IsFixedList(index.Target, facts, effort) || IsDecoded(index.Target, facts, effort),
            BinaryExpression { Operator: BinaryOperator.And } both => IsFixed(both.Right, facts, effort),
            BinaryExpression binary => IsFixed(binary.Right, facts, effort) && IsFixed(binary.Left, facts, effort),
            CallExpression call => TextFunctions.Contains(facts.LibraryFunction(call.Target)) && call.Arguments.Count > 0
                && call.Arguments.All(argument => IsFixed(argument, facts, effort)),
            NameExpression { Variable: { } variable } => facts.DefinitionsOf(variable) is { Count: > 0 } definitions
                && definitions.All(definition => IsFixed(definition, facts, effort)),
            _ => false,
        });

    private static bool IsFixed(Definition definition, ScriptFacts facts, Effort effort) => definition switch
    {
        { Counter: not null } => true,
        { Value: { } value } => IsFixed(value, facts, effort),
        { Iteration.Values: [CallExpression { Arguments: [var list] } call, ..] } =>
            facts.LibraryFunction(call.Target) is "ipairs" or "pairs"
            && (facts.IsGlobal(list, "ARGV") || IsFixedList(list, facts, effort) || IsDecoded(list, facts, effort)),
        _ => false,
    };

    /// <summary>Whether an expression is a decoded argument or a part of one.</summary>
    private static bool IsDecoded(Expression expression, ScriptFacts facts, Effort effort) =>
        effort.Step(false, () => facts.Resolve(expression) switch
        {
            CallExpression { Arguments: [var text, ..] } call =>
                facts.LibraryFunction(call.Target) is "cjson.decode" or "cmsgpack.unpack" or "struct.unpack" && IsFixed(text, facts, effort),
            IndexExpression index => IsDecoded(index.Target, facts, effort),
            NameExpression { Variable: { } variable } => facts.DefinitionsOf(variable) is { Count: > 0 } definitions
                && definitions.All(definition => definition.Iteration is { Values: [CallExpression { Arguments: [var list] }, ..] } && IsDecoded(list, facts, effort)),
            _ => false,
        });

    /// <summary>Whether an expression is a table constructor of fixed texts to which nothing is added.</summary>
    private static bool IsFixedList(Expression expression, ScriptFacts facts, Effort effort) =>
        facts.Resolve(expression) is TableExpression { Fields: { Count: > 0 } fields }
        && !(expression is NameExpression { Variable: { } variable } && facts.IsFilled(variable))
        && fields.All(field => IsFixed(field.Value, facts, effort));
}
