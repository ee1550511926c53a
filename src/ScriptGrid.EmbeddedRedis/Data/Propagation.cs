namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// The commands that replicas must run, in order: those that changed something, with random and time-dependent results written out as fixed values. Nothing is
/// recorded while there are no replicas. What one command, script or transaction did is sent as a whole.
/// </summary>
internal sealed class Propagation
{
    private static readonly byte[] Multi = "MULTI"u8.ToArray();
    private static readonly byte[] Exec = "EXEC"u8.ToArray();
    private static readonly byte[] Delete = "DEL"u8.ToArray();
    private static readonly byte[] Unlink = "UNLINK"u8.ToArray();

    private readonly List<(int Database, byte[][] Words)> _pending = [];
    private PropagationFrame _frame;

    /// <summary>Whether there are replicas.</summary>
    internal bool IsUsed { get; private set; }

    /// <summary>Whether replicas remove expired keys with UNLINK instead of DEL.</summary>
    internal bool UnlinksExpired { get; set; }

    /// <summary>Whether replicas remove keys that were evicted for memory with UNLINK instead of DEL.</summary>
    internal bool UnlinksEvicted { get; set; }

    /// <summary>Whether replicas remove keys whose value a command took and returned with UNLINK instead of DEL.</summary>
    internal bool UnlinksTaken { get; set; }

    /// <summary>The command that removes an expired key.</summary>
    internal byte[] RemovalOfExpired => UnlinksExpired ? Unlink : Delete;

    /// <summary>The command that removes a key whose value a command took and returned.</summary>
    internal byte[] RemovalOfTaken => UnlinksTaken ? Unlink : Delete;

    /// <summary>Sends a command, given with the number of its database.</summary>
    internal Action<int, byte[][]> Send { get; set; } = static (_, _) => { };

    /// <summary>Starts or stops recording. Commands that are recorded but not yet sent are discarded.</summary>
    internal void Use(bool isUsed)
    {
        IsUsed = isUsed;
        _pending.Clear();
    }

    /// <summary>Begins a command. Returns the frame of the outer command, which <see cref="Leave"/> restores.</summary>
    internal PropagationFrame Enter()
    {
        PropagationFrame outer = _frame;
        _frame = default;
        return outer;
    }

    /// <summary>Ends a command. Returns how it asked to be propagated, and restores the outer command's frame.</summary>
    internal PropagationFrame Leave(PropagationFrame outer)
    {
        PropagationFrame frame = _frame;
        _frame = outer;
        return frame;
    }

    /// <summary>Sets the words in which the current command is propagated, if it changes something.</summary>
    internal void Rewrite(params byte[][] words) => _frame.Words = IsUsed ? words : null;

    /// <summary>Keeps the current command from being propagated, because it recorded its effects with <see cref="Add"/>.</summary>
    internal void Prevent() => _frame.IsPrevented = IsUsed;

    /// <summary>Records a command.</summary>
    internal void Add(int database, params byte[][] words)
    {
        if (IsUsed)
        {
            _pending.Add((database, words));
        }
    }

    /// <summary>Records that a key expired.</summary>
    internal void AddExpired(int database, byte[] key) => Add(database, RemovalOfExpired, key);

    /// <summary>Records that a key was evicted for memory.</summary>
    internal void AddEvicted(int database, byte[] key) => Add(database, UnlinksEvicted ? Unlink : Delete, key);

    /// <summary>Sends the recorded commands; as a transaction if there is more than one and they belong together.</summary>
    internal void Flush(bool together)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        bool isTransaction = together && _pending.Count > 1;
        if (isTransaction)
        {
            Send(_pending[0].Database, [Multi]);
        }

        foreach ((int database, byte[][] words) in _pending)
        {
            Send(database, words);
        }

        if (isTransaction)
        {
            Send(_pending[^1].Database, [Exec]);
        }

        _pending.Clear();
    }
}

/// <summary>How the current command is propagated.</summary>
internal struct PropagationFrame
{
    /// <summary>The words to propagate; null for the words that the command came with.</summary>
    internal byte[][]? Words { get; set; }

    /// <summary>Whether the command is not propagated.</summary>
    internal bool IsPrevented { get; set; }
}
