using System.Collections;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>One set of permissions: commands, and the keys and channels that they may use.</summary>
internal sealed class AclSelector
{
    private readonly BitArray _commands = new(AclCommands.Count);
    private readonly Dictionary<int, HashSet<string>> _firstWords = [];

    /// <summary>Whether the rules start from all commands (<c>+@all</c>), including commands that may be added one day.</summary>
    internal bool AllowsAllCommands { get; private set; }

    internal bool AllowsAllKeys { get; set; }

    internal bool AllowsAllChannels { get; set; }

    internal List<AclKeyPattern> Keys { get; } = [];

    internal List<byte[]> Channels { get; } = [];

    /// <summary>Whether all commands, keys and channels are allowed, so that no check is needed.</summary>
    internal bool IsUnrestricted => AllowsAllCommands && AllowsAllKeys && AllowsAllChannels && _commands.HasAllSet();

    /// <summary>Whether any key may be read.</summary>
    internal bool AllowsReadingAllKeys => AllowsAllKeys || Keys.Exists(static pattern => pattern.Reads && CText.Is(pattern.Pattern, '*'));

    /// <summary>The rules on commands as ACL LIST shows them.</summary>
    internal string CommandRules => AclSummary.Of(_commands, AllowsAllCommands, _firstWords);

    internal void SetAllCommands(bool allowed)
    {
        AllowsAllCommands = allowed;
        _commands.SetAll(allowed);
        _firstWords.Clear();
    }

    internal void SetCommand(int number, bool allowed)
    {
        AclSummary.SetCommand(_commands, number, allowed);
        ForgetFirstWords(AclCommands.WithSubcommands(number));
    }

    internal void SetCategory(string category, bool allowed)
    {
        AclSummary.SetCategory(_commands, category, allowed);
        ForgetFirstWords(AclCommands.InCategory(category).SelectMany(AclCommands.WithSubcommands));
    }

    /// <summary>Allows a command with only this first argument, such as <c>+select|0</c>.</summary>
    internal void AllowFirstWord(int number, string word)
    {
        if (!_firstWords.TryGetValue(number, out HashSet<string>? words))
        {
            _firstWords.Add(number, words = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        }

        words.Add(word);
    }

    internal bool AllowsCommand(CommandFacts facts, string? firstWord)
    {
        int number = AclCommands.NumberOf(facts);
        return _commands[number] || (firstWord is not null && _firstWords.TryGetValue(number, out HashSet<string>? words) && words.Contains(firstWord));
    }

    internal bool AllowsKey(byte[] key, bool reads, bool writes) =>
        AllowsAllKeys || Keys.Any(pattern => (pattern.Reads || !reads) && (pattern.Writes || !writes) && Glob.Matches(pattern.Pattern, key));

    /// <summary>Whether it allows a channel or a pattern of channels. A pattern is allowed only if the selector has the very same pattern.</summary>
    internal bool AllowsChannel(byte[] channel, bool isPattern) =>
        AllowsAllChannels
        || Channels.Any(pattern => isPattern ? pattern.AsSpan().SequenceEqual(channel) : Glob.Matches(pattern, channel));

    internal AclSelector Copy()
    {
        var copy = new AclSelector { AllowsAllCommands = AllowsAllCommands, AllowsAllKeys = AllowsAllKeys, AllowsAllChannels = AllowsAllChannels };
        copy._commands.Or(_commands);
        foreach ((int number, HashSet<string> words) in _firstWords)
        {
            copy._firstWords.Add(number, new HashSet<string>(words, words.Comparer));
        }

        copy.Keys.AddRange(Keys);
        copy.Channels.AddRange(Channels);
        return copy;
    }

    private void ForgetFirstWords(IEnumerable<int> numbers)
    {
        foreach (int number in numbers)
        {
            _firstWords.Remove(number);
        }
    }
}

/// <summary>A pattern of keys that may be read, written, or both.</summary>
internal readonly record struct AclKeyPattern(byte[] Pattern, bool Reads, bool Writes);
