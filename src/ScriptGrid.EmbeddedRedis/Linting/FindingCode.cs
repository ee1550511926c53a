namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A kind of finding. Its name is the word in output and in suppression comments.</summary>
internal sealed record FindingCode(string Name, Severity Severity, string Meaning)
{
    internal static readonly FindingCode Syntax = Error("syntax", "the script does not compile");
    internal static readonly FindingCode ShebangInvalid = Error("shebang-invalid", "a #! line that Redis refuses");
    internal static readonly FindingCode ShebangWithoutNoWrites = Warning("shebang-without-no-writes", "a #!lua line without the flag no-writes: EVAL_RO refuses the script");
    internal static readonly FindingCode KeyspaceScan = Warning("keyspace-scan", "a command that reads or deletes all keys in one step");
    internal static readonly FindingCode UnboundedScan = Warning("unbounded-scan", "a SCAN loop that ends only after the last key");
    internal static readonly FindingCode WholeValue = Note("whole-value", "a command that reads a whole value, whatever its size");
    internal static readonly FindingCode Write = Warning("write", "a command that EVAL_RO refuses, in a script without read_only: off");
    internal static readonly FindingCode ForbiddenCommand = Warning("forbidden-command", "a command that Redis does not allow in scripts");
    internal static readonly FindingCode BlockingCommand = Warning("blocking-command", "a command that normally waits, but not in a script");
    internal static readonly FindingCode UnknownCommand = Warning("unknown-command", "a command that no known version of Redis has");
    internal static readonly FindingCode WrongArity = Warning("wrong-arity", "too few or too many arguments for a command");
    internal static readonly FindingCode NewerCommand = Note("newer-command", "a command that Redis added after 7.0");
    internal static readonly FindingCode BadArgument = Warning("bad-argument", "an argument that redis.call refuses, or no argument at all");
    internal static readonly FindingCode UndeclaredKey = Warning("undeclared-key", "a key that is written in the script or made from ARGV, but should come from KEYS");
    internal static readonly FindingCode UndeclaredGlobal = Warning("undeclared-global", "a global variable that the script assigns, or reads although Redis does not have it");
    internal static readonly FindingCode UnknownFunction = Warning("unknown-function", "a function that a library of Redis's Lua does not have");
    internal static readonly FindingCode ReadOnlyTable = Warning("read-only-table", "a change to a table that is read-only in Redis");
    internal static readonly FindingCode LargeUnpack = Warning("large-unpack", "more values than unpack can return");
    internal static readonly FindingCode LongLoop = Warning("long-loop", "a loop of a million turns or more that nothing can end early");
    internal static readonly FindingCode EndlessLoop = Warning("endless-loop", "a loop that never ends");
    internal static readonly FindingCode NonStringValue = Warning("non-string-value", "a returned value that is not a string; redis_exporter refuses it");
    internal static readonly FindingCode FractionAsNumber = Warning("fraction-as-number", "a returned number whose fraction Redis cuts off");
    internal static readonly FindingCode NilInResult = Warning("nil-in-result", "a nil in the returned table; everything after it is lost");
    internal static readonly FindingCode NamedResult = Warning("named-result", "a returned table whose keys are names; it arrives empty");
    internal static readonly FindingCode MetricRow = Warning("metric-row", "a returned row that does not match its metric's declaration");
    internal static readonly FindingCode NeedsKeys = Warning("needs-keys", "a script without KEYS, for a server that refuses such scripts");
    internal static readonly FindingCode ComputedCommand = Warning("computed-command", "a command whose name is not written in the call, for a server that looks for command names in the script's text");
    internal static readonly FindingCode RestrictedCommand = Warning("restricted-command", "a command that the server does not have, or does not let scripts call");
    internal static readonly FindingCode UnknownCode = Warning("unknown-code", "a comment that allows a finding which does not exist");

    /// <summary>All kinds, in the order of the documentation.</summary>
    internal static IReadOnlyList<FindingCode> All { get; } =
    [
        Syntax, ShebangInvalid, ShebangWithoutNoWrites, KeyspaceScan, UnboundedScan, WholeValue, Write, ForbiddenCommand, BlockingCommand,
        UnknownCommand, NewerCommand, WrongArity, BadArgument, UndeclaredKey, UndeclaredGlobal, UnknownFunction, ReadOnlyTable, LargeUnpack,
        LongLoop, EndlessLoop, NonStringValue, FractionAsNumber,
        NilInResult, NamedResult, MetricRow, NeedsKeys, ComputedCommand, RestrictedCommand, UnknownCode,
    ];

    private static FindingCode Error(string name, string meaning) => new(name, Severity.Error, meaning);

    private static FindingCode Warning(string name, string meaning) => new(name, Severity.Warning, meaning);

    private static FindingCode Note(string name, string meaning) => new(name, Severity.Note, meaning);
}
