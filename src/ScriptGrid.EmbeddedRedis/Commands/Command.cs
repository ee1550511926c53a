namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Carries a command out; what is common to all (existence, arity, flags) was checked before.</summary>
internal delegate void CommandHandler(CommandCall call);

/// <summary>A command that the embedded server has.</summary>
internal sealed class Command(CommandFacts facts, CommandHandler handler)
{
    internal CommandFacts Facts { get; } = facts;

    internal CommandHandler Handler { get; } = handler;

    /// <summary>The container's subcommands by name, of any case; null for a plain command.</summary>
    internal IReadOnlyDictionary<string, Command>? Subcommands { get; init; }

    internal CommandStatistics Statistics { get; } = new();

    /// <summary>The name as messages have it: <c>config|get</c>.</summary>
    internal string FullName { get; } = facts.Name.Replace(' ', '|');
}
