namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// What replicas are to do, in order, as commands have done it: the commands that changed something, with what came by chance or by the clock written out.
/// Nothing is noted while there are no replicas. What one command, script or transaction did goes out as a whole.
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

    /// <summary>Whether keys that went for their time are removed by UNLINK.</summary>
    internal bool UnlinksExpired { get; set; }

    /// <summary>Whether keys that went for room are removed by UNLINK.</summary>
    internal bool UnlinksEvicted { get; set; }

    /// <summary>Whether keys that a command gave away are removed by UNLINK.</summary>
    internal bool UnlinksTaken { get; set; }

    /// <summary>How a key is removed whose time is over.</summary>
    internal byte[] RemovalOfExpired => UnlinksExpired ? Unlink : Delete;

    /// <summary>How a key is removed whose value a command gave away.</summary>
    internal byte[] RemovalOfTaken => UnlinksTaken ? Unlink : Delete;

    /// <summary>Takes the commands, each with its database.</summary>
    internal Action<int, byte[][]> Send { get; set; } = static (_, _) => { };

    /// <summary>Begins or ends; what is noted by then and has not gone out is forgotten.</summary>
    internal void Use(bool isUsed)
    {
        IsUsed = isUsed;
        _pending.Clear();
    }

    /// <summary>Begins a command; gives what is to be handed to <see cref="Leave"/>.</summary>
    internal PropagationFrame Enter()
    {
        PropagationFrame outer = _frame;
        _frame = default;
        return outer;
    }

    /// <summary>Ends a command; gives how it is to be told, where it said so itself.</summary>
    internal PropagationFrame Leave(PropagationFrame outer)
    {
        PropagationFrame frame = _frame;
        _frame = outer;
        return frame;
    }

    /// <summary>Says in which words the command under way is to be told, if it changes something.</summary>
    internal void Rewrite(params byte[][] words) => _frame.Words = IsUsed ? words : null;

    /// <summary>Says that the command under way is not to be told, since <see cref="Add"/> told what it did.</summary>
    internal void Prevent() => _frame.IsPrevented = IsUsed;

    /// <summary>Tells of something that was done.</summary>
    internal void Add(int database, params byte[][] words)
    {
        if (IsUsed)
        {
            _pending.Add((database, words));
        }
    }

    /// <summary>Tells that a key expired.</summary>
    internal void AddExpired(int database, byte[] key) => Add(database, RemovalOfExpired, key);

    /// <summary>Tells that a key went for room.</summary>
    internal void AddEvicted(int database, byte[] key) => Add(database, UnlinksEvicted ? Unlink : Delete, key);

    /// <summary>Sends what was noted; more than one command as a transaction, where they belong together.</summary>
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

/// <summary>How a command under way is to be told.</summary>
internal struct PropagationFrame
{
    /// <summary>Its words; null: those that it came with.</summary>
    internal byte[][]? Words { get; set; }

    /// <summary>Whether it is not to be told.</summary>
    internal bool IsPrevented { get; set; }
}
