using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>The commands that the embedded server has, by name.</summary>
internal sealed class CommandTable
{
    private readonly Dictionary<string, Command> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyCollection<Command> All => _byName.Values;

    /// <summary>Adds a command, or with <c>container sub</c> a subcommand, whose facts the catalogue has.</summary>
    internal void Add(string name, CommandHandler handler) =>
        _byName.Add(name, new Command(CommandCatalogue.All[name], handler));

    /// <summary>Finds a command by its first word, of any case.</summary>
    internal bool TryFind(string name, [NotNullWhen(true)] out Command? command) => _byName.TryGetValue(name, out command);
}
