using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Finds the command that a call runs.</summary>
internal static class CommandFinder
{
    private static readonly ILookup<string, CommandFacts> Subcommands =
        CommandCatalogue.All.Values.Where(facts => facts.Name.Contains(' ')).ToLookup(facts => facts.Name.Split(' ')[0]);

    /// <summary>Returns the commands that a call may run, as far as they are known: several if the name depends on a condition.</summary>
    internal static IEnumerable<CommandUse> Uses(RedisCall call, ScriptFacts facts) =>
        call.Words.Count == 0 ? [] : Constants.Texts(call.Words[0], facts).Select(name => Use(call, name.ToLowerInvariant(), facts));

    private static CommandUse Use(RedisCall call, string name, ScriptFacts facts)
    {
        var command = CommandCatalogue.Find(name);
        if (command is null || !Subcommands.Contains(name))
        {
            return new CommandUse(call, name, command) { IsJoined = name.Trim().Contains(' ') };
        }

        string? word = call.Words.Count > 1 ? Constants.Text(call.Words[1], facts)?.ToLowerInvariant() : null;
        if (word is null)
        {
            return new CommandUse(call, name, Common(name));
        }

        return CommandCatalogue.All.TryGetValue($"{name} {word}", out var subcommand)
            ? new CommandUse(call, subcommand.Name, subcommand)
            : new CommandUse(call, $"{name} {word}", null);
    }

    /// <summary>Returns the facts that are true of all subcommands except HELP.</summary>
    private static CommandFacts Common(string name)
    {
        var all = Subcommands[name].Where(facts => !facts.Name.EndsWith(" help", StringComparison.Ordinal)).ToList();
        var flags = all.Select(facts => facts.Flags).Aggregate((left, right) => left & right);
        return CommandCatalogue.All[name] with { Flags = flags };
    }
}

/// <summary>A command in a call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Name">The name in lower case, including the subcommand.</param>
/// <param name="Facts">The command's facts; null if Redis 7.0 does not have the command.</param>
internal sealed record CommandUse(RedisCall Call, string Name, CommandFacts? Facts)
{
    /// <summary>Whether the command's first argument is in the same word as its name, so that it is no command.</summary>
    internal bool IsJoined { get; init; }

    /// <summary>The name in the form that messages use.</summary>
    internal string Title => Name.ToUpperInvariant();

    /// <summary>Returns the argument at a position among the command's words; null if it is not known.</summary>
    internal Expression? Word(int position) =>
        position < Call.Words.Count - (Call.IsOpen ? 1 : 0) ? Call.Words[position] : null;

    /// <summary>Returns the text at a position, in lower case; null if it is not known.</summary>
    internal string? Text(int position, ScriptFacts facts) =>
        Word(position) is { } word ? Constants.Text(word, facts)?.ToLowerInvariant() : null;

    /// <summary>Returns the number at a position; null if it is not known.</summary>
    internal double? Number(int position, ScriptFacts facts) => Word(position) is { } word ? Constants.Number(word, facts) : null;

    /// <summary>Whether an option is among the words, ignoring case.</summary>
    internal bool Names(string option, ScriptFacts facts) =>
        Call.Words.Any(word => string.Equals(Constants.Text(word, facts), option, StringComparison.OrdinalIgnoreCase));
}
