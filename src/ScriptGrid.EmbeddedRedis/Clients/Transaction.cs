using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The commands that a client queued since MULTI.</summary>
internal sealed class Transaction
{
    private readonly List<byte[][]> _queue = [];

    /// <summary>The words of each command.</summary>
    internal IReadOnlyList<byte[][]> Queue => _queue;

    /// <summary>Whether a command was refused when it was queued. EXEC then fails.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>The flags that at least one of the commands has.</summary>
    internal CommandFlags AnyFlags { get; private set; }

    /// <summary>The flags that all of the commands have.</summary>
    internal CommandFlags CommonFlags { get; private set; } = (CommandFlags)(-1);

    internal void Add(ReadOnlySpan<byte[]> words, CommandFlags flags)
    {
        _queue.Add(words.ToArray());
        AnyFlags |= flags;
        CommonFlags &= flags;
    }
}
