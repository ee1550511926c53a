using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The commands that a client queued since MULTI.</summary>
internal sealed class Transaction
{
    private readonly List<QueuedCommand> _queue = [];

    internal IReadOnlyList<QueuedCommand> Queue => _queue;

    /// <summary>Whether a command was refused while queueing, so that EXEC will refuse.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>The flags that any of the commands has.</summary>
    internal CommandFlags AnyFlags { get; private set; }

    /// <summary>The flags that all of the commands have.</summary>
    internal CommandFlags CommonFlags { get; private set; } = (CommandFlags)(-1);

    internal void Add(Command command, ReadOnlySpan<byte[]> words, CommandFlags flags)
    {
        _queue.Add(new QueuedCommand(command, words.ToArray()));
        AnyFlags |= flags;
        CommonFlags &= flags;
    }
}

/// <summary>A command that waits for EXEC.</summary>
internal sealed record QueuedCommand(Command Command, byte[][] Words);
