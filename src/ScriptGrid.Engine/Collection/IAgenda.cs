namespace ScriptGrid.Engine.Collection;

/// <summary>Where entries wait until they are due. Safe from any thread; entries fire on the 20 ms grid, at or after their time.</summary>
internal interface IAgenda
{
    /// <summary>Puts the entry at a time, from wherever it was.</summary>
    void Set(AgendaEntry entry, TimeSpan due);

    /// <summary>Puts the entry at a time unless it is to fire earlier anyway.</summary>
    void SetAtLatest(AgendaEntry entry, TimeSpan due);

    /// <summary>Takes the entry out, if it is in.</summary>
    void Remove(AgendaEntry entry);
}

/// <summary>Something that becomes due at a time. It sits in at most one place of one schedule, and costs no timer.</summary>
internal abstract class AgendaEntry
{
    internal long Slot { get; set; } = -1;

    internal AgendaEntry? Previous { get; set; }

    internal AgendaEntry? Next { get; set; }

    /// <summary>First, for all that is due in one turn: notes that it is due.</summary>
    public abstract void Mark(TimeSpan now);

    /// <summary>Second, after all were marked: starts what follows from it. Must neither block nor throw.</summary>
    public abstract void Start();
}
