namespace ScriptGrid.Hosting;

/// <summary>The transaction that the commands of a seed file are in, if there is one.</summary>
internal sealed class SeedTransaction
{
    private readonly List<int> _queued = [];

    /// <summary>The line of the MULTI whose transaction is open; null if none is.</summary>
    public int? OpenedAt { get; private set; }

    /// <summary>Follows a command that did not fail.</summary>
    public void Follow(string name, int line)
    {
        if (OpenedAt is null)
        {
            OpenedAt = name == "MULTI" ? line : null;
        }
        else if (name is "EXEC" or "DISCARD" or "RESET")
        {
            OpenedAt = null;
            _queued.Clear();
        }
        else if (name is not "WATCH")
        {
            _queued.Add(line);
        }
    }

    /// <summary>Returns the line of the command that gave an element of EXEC's reply.</summary>
    public int? LineOf(int element) => element < _queued.Count ? _queued[element] : null;
}
