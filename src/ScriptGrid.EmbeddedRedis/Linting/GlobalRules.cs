using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for names that Redis's Lua does not have. Scripts can neither read nor create other globals.</summary>
internal static class GlobalRules
{
    private static readonly HashSet<string> Globals =
    [
        "ARGV", "KEYS", "_G", "_VERSION", "__redis__err__handler", "assert", "bit", "cjson", "cmsgpack", "collectgarbage", "coroutine",
        "error", "gcinfo", "getmetatable", "ipairs", "load", "loadstring", "math", "next", "pairs", "pcall", "rawequal", "rawget", "rawset",
        "redis", "select", "setmetatable", "string", "struct", "table", "tonumber", "tostring", "type", "unpack", "xpcall",
    ];

    private static readonly Dictionary<string, HashSet<string>> Libraries = new()
    {
        ["redis"] =
        [
            "LOG_DEBUG", "LOG_NOTICE", "LOG_VERBOSE", "LOG_WARNING", "REDIS_VERSION", "REDIS_VERSION_NUM", "REPL_ALL", "REPL_AOF", "REPL_NONE",
            "REPL_REPLICA", "REPL_SLAVE", "acl_check_cmd", "breakpoint", "call", "debug", "error_reply", "log", "pcall", "register_function",
            "replicate_commands", "set_repl", "setresp", "sha1hex", "status_reply",
        ],
        ["string"] =
        [
            "byte", "char", "dump", "find", "format", "gfind", "gmatch", "gsub", "len", "lower", "match", "rep", "reverse", "sub", "upper",
        ],
        ["table"] = ["concat", "foreach", "foreachi", "getn", "insert", "maxn", "remove", "setn", "sort"],
        ["math"] =
        [
            "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg", "exp", "floor", "fmod", "frexp", "huge", "ldexp", "log",
            "log10", "max", "min", "mod", "modf", "pi", "pow", "rad", "random", "randomseed", "sin", "sinh", "sqrt", "tan", "tanh",
        ],
        ["cjson"] =
        [
            "_NAME", "_VERSION", "array_mt", "decode", "decode_array_with_array_mt", "decode_invalid_numbers", "decode_max_depth", "empty_array",
            "empty_array_mt", "encode", "encode_empty_table_as_object", "encode_invalid_numbers", "encode_keep_buffer", "encode_max_depth",
            "encode_number_precision", "encode_sparse_array", "new", "null",
        ],
        ["cmsgpack"] = ["_COPYRIGHT", "_DESCRIPTION", "_NAME", "_VERSION", "pack", "unpack", "unpack_limit", "unpack_one"],
        ["struct"] = ["pack", "size", "unpack"],
        ["bit"] = ["arshift", "band", "bnot", "bor", "bswap", "bxor", "lshift", "rol", "ror", "rshift", "tobit", "tohex"],
        ["coroutine"] = ["create", "resume", "running", "status", "wrap", "yield"],
    };

    /// <summary>Whether a global is a table of functions, which scripts cannot change.</summary>
    internal static bool IsLibrary(string name) => name == "_G" || Libraries.ContainsKey(name);

    /// <summary>Whether a library has a member of this name.</summary>
    internal static bool Has(string library, string name) => Libraries[library].Contains(name);

    internal static IEnumerable<Finding> Check(ScriptFacts facts)
    {
        var assigned = AssignedNames(facts).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var made = AssignedNames(facts).Select(name => name.Name).ToHashSet();
        foreach (var name in facts.Nodes.OfType<NameExpression>().Where(name => name.Variable is null))
        {
            string text = name.Name.ToString();
            if (assigned.Contains(name))
            {
                yield return Find(name.SourceLine, FindingCode.UndeclaredGlobal, $"'{text}' is assigned as a global, which Redis refuses; declare it local");
            }
            else if (!Globals.Contains(text) && !made.Contains(name.Name))
            {
                yield return Find(name.SourceLine, FindingCode.UndeclaredGlobal, $"there is no global '{text}', and reading it fails{Hint(text)}");
            }
        }

        foreach (var call in facts.Nodes.OfType<CallExpression>())
        {
            // Only calls count: merely reading a name, as in "table.unpack or unpack", is how scripts find out what exists.
            if (facts.LibraryFunction(call.Target)?.Split('.') is [var library, var name]
                && Libraries.TryGetValue(library, out var names)
                && !names.Contains(name))
            {
                yield return Find(call.Line, FindingCode.UnknownFunction, $"the library {library} has no function '{name}'");
            }
        }
    }

    private static IEnumerable<NameExpression> AssignedNames(ScriptFacts facts) =>
        facts.Nodes.OfType<AssignmentStatement>().SelectMany(assignment => assignment.Targets).OfType<NameExpression>()
            .Concat(facts.Nodes.OfType<FunctionStatement>().Select(function => function.Target).OfType<NameExpression>());

    private static string Hint(string name) => name switch
    {
        "print" => "; redis.log writes to the log of Redis",
        "os" or "io" or "debug" or "package" or "require" or "dofile" or "loadfile" or "module" => "; Redis's Lua does not include it",
        "keys" or "Keys" => "; did you mean KEYS?",
        "argv" or "Argv" or "args" or "ARGS" => "; did you mean ARGV?",
        _ => "",
    };

    private static Finding Find(int line, FindingCode code, string message) => new(line, code, message);
}
