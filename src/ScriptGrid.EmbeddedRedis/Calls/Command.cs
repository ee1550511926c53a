using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Executes a command. What all commands have in common (existence, arity, flags) has been checked before.</summary>
internal delegate void CommandHandler(CommandCall call);

/// <summary>Returns the flags of a command whose words determine some of them, such as EVAL, whose script declares what it needs.</summary>
internal delegate CommandFlags FlagsReader(CommandFlags own, ReadOnlySpan<byte[]> words);

/// <summary>A command that the embedded server has.</summary>
internal sealed class Command(CommandFacts facts, CommandHandler handler)
{
    internal CommandFacts Facts { get; } = facts;

    internal CommandHandler Handler { get; } = handler;

    /// <summary>The container's subcommands by case-insensitive name; null for a plain command.</summary>
    internal IReadOnlyDictionary<string, Command>? Subcommands { get; init; }

    /// <summary>Null if the flags are those of the facts.</summary>
    internal FlagsReader? FlagsReader { get; init; }

    internal CommandStatistics Statistics { get; } = new();

    /// <summary>The name as messages show it: <c>config|get</c>.</summary>
    internal string FullName => Facts.FullName;

    /// <summary>Returns the flags of a call with these words.</summary>
    internal CommandFlags FlagsOf(ReadOnlySpan<byte[]> words) => FlagsReader is null ? Facts.Flags : FlagsReader(Facts.Flags, words);
}
