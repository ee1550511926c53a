using System.Diagnostics.CodeAnalysis;
using System.Text;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The commands that the embedded server has, by name.</summary>
internal sealed class CommandTable
{
    private const int LongestName = 64;

    private readonly Dictionary<string, Command> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Command>.AlternateLookup<ReadOnlySpan<char>> _byCharacters;

    internal CommandTable()
    {
        _byCharacters = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The commands. Subcommands are in their containers.</summary>
    internal IReadOnlyCollection<Command> All => _byName.Values;

    /// <summary>Returns everything that can be called: subcommands instead of their containers.</summary>
    internal IEnumerable<Command> WithSubcommands() => _byName.Values.SelectMany(static command => command.Subcommands?.Values ?? [command]);

    /// <summary>
    /// Adds a command, or a subcommand if the name is <c>container sub</c>. The catalogue must have its facts. The first subcommand adds its container.
    /// </summary>
    internal void Add(string name, CommandHandler handler, FlagsReader? flagsReader = null)
    {
        var command = new Command(CommandCatalogue.All[name], handler) { FlagsReader = flagsReader };
        if (name.Split(' ') is not [string container, string subcommand])
        {
            _byName.Add(name, command);
            return;
        }

        if (!_byName.TryGetValue(container, out Command? found))
        {
            found = new Command(CommandCatalogue.All[container], static _ => throw new InvalidOperationException("A command that has subcommands cannot be called itself."))
            {
                Subcommands = new Dictionary<string, Command>(StringComparer.OrdinalIgnoreCase),
            };
            _byName.Add(container, found);
        }

        ((Dictionary<string, Command>)found.Subcommands!).Add(subcommand, command);
    }

    /// <summary>Finds a command by its first word, ignoring case.</summary>
    internal bool TryFind(string name, [NotNullWhen(true)] out Command? command) => _byName.TryGetValue(name, out command);

    /// <summary>
    /// Finds the command that the words call, or its subcommand. If there is none, returns null, and <paramref name="problem"/> is Redis's error. The number of
    /// words is not checked: a container without a subcommand is returned itself.
    /// </summary>
    internal Command? Find(ReadOnlySpan<byte[]> words, out string? problem)
    {
        problem = null;
        if (!TryFind(words[0], out Command? command))
        {
            problem = UnknownCommand(words);
            return null;
        }

        if (command.Subcommands is null || words.Length < 2)
        {
            return command;
        }

        string name = Text(words[1], 2 * LongestName);
        if (command.Subcommands.TryGetValue(name, out Command? subcommand))
        {
            return subcommand;
        }

        problem = CommandCatalogue.All.ContainsKey($"{command.Facts.Name} {name}")
            ? $"ERR unknown subcommand '{name}': Redis has it, but the embedded Redis does not"
            : $"ERR unknown subcommand '{name}'. Try {command.Facts.Name.ToUpperInvariant()} HELP.";
        return null;
    }

    /// <summary>Returns Redis's error for too few or too many words; null if the number is right.</summary>
    internal static string? ArityProblem(Command command, int words) =>
        (command.Facts.Arity > 0 && words != command.Facts.Arity) || words < -command.Facts.Arity
            ? WrongArity(command.FullName)
            : null;

    /// <summary>Returns the error for a wrong number of words.</summary>
    private static string WrongArity(string fullName) => $"ERR wrong number of arguments for '{fullName}' command";

    /// <summary>Sets what a container does when it is called without a subcommand. Only COMMAND may be.</summary>
    internal void SetBare(string container, CommandHandler handler)
    {
        Command found = _byName[container];
        _byName[container] = new Command(found.Facts, handler) { Subcommands = found.Subcommands };
    }

    private bool TryFind(byte[] name, [NotNullWhen(true)] out Command? command)
    {
        if (name.Length > LongestName)
        {
            command = null;
            return false;
        }

        Span<char> characters = stackalloc char[name.Length];
        Encoding.Latin1.GetChars(name, characters);
        return _byCharacters.TryGetValue(characters, out command);
    }

    private static string UnknownCommand(ReadOnlySpan<byte[]> words)
    {
        const int Shown = 128;
        string name = Text(words[0], Shown);
        if (CommandCatalogue.Find(name) is not null)
        {
            return $"ERR unknown command '{name}': Redis has it, but the embedded Redis does not";
        }

        var arguments = new StringBuilder();
        for (int i = 1; i < words.Length && arguments.Length < Shown; i++)
        {
            string shown = Text(words[i], Shown - arguments.Length);
            arguments.Append('\'').Append(shown).Append("' ");
        }

        return $"ERR unknown command '{name}', with args beginning with: {arguments}";
    }

    private static string Text(byte[] word, int length) => WordText.Of(word.AsSpan()[..Math.Min(word.Length, length)]);
}
