using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Carries a command out; what is common to all (existence, arity, flags) was checked before.</summary>
internal delegate void CommandHandler(CommandCall call);

/// <summary>The flags of a command that takes some of them from its words: of EVAL and its kind, whose scripts say what they need.</summary>
internal delegate CommandFlags FlagsReader(CommandFlags own, ReadOnlySpan<byte[]> words);

/// <summary>A command that the embedded server has.</summary>
internal sealed class Command(CommandFacts facts, CommandHandler handler)
{
    internal CommandFacts Facts { get; } = facts;

    internal CommandHandler Handler { get; } = handler;

    /// <summary>The container's subcommands by name, of any case; null for a plain command.</summary>
    internal IReadOnlyDictionary<string, Command>? Subcommands { get; init; }

    /// <summary>Null where the flags are those of the facts.</summary>
    internal FlagsReader? FlagsReader { get; init; }

    internal CommandStatistics Statistics { get; } = new();

    /// <summary>The name as messages have it: <c>config|get</c>.</summary>
    internal string FullName => Facts.FullName;

    /// <summary>What it does and where it may run, with these words.</summary>
    internal CommandFlags FlagsOf(ReadOnlySpan<byte[]> words) => FlagsReader is null ? Facts.Flags : FlagsReader(Facts.Flags, words);
}
