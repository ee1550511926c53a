using System.Diagnostics.CodeAnalysis;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Finds commands by the spelling that scripts use, so that a call need not create text. The constants of a script cache their hash.</summary>
internal sealed class CommandCache(CommandTable table)
{
    private const int MaxEntries = 2048;

    private readonly Dictionary<LuaString, Command> _bySpelling = [];

    /// <summary>Finds a plain command, or the subcommand of a container; null if there is none.</summary>
    internal Command? Find(LuaString? name, ReadOnlySpan<byte[]> words)
    {
        if (name is null)
        {
            return table.Find(words, out _);
        }

        if (!_bySpelling.TryGetValue(name, out var command) && !TryAdd(name, words, out command))
        {
            return null;
        }

        return command.Subcommands is null ? command : table.Find(words, out _);
    }

    private bool TryAdd(LuaString name, ReadOnlySpan<byte[]> words, [NotNullWhen(true)] out Command? command)
    {
        command = table.Find(words[..1], out _);
        if (command is null)
        {
            return false;
        }

        if (_bySpelling.Count < MaxEntries)
        {
            _bySpelling.Add(name, command);
        }

        return true;
    }
}
