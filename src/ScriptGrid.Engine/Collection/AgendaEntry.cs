namespace ScriptGrid.Engine.Collection;

/// <summary>Something that becomes due at a time. An entry is in at most one slot of one schedule and needs no timer of its own.</summary>
internal abstract class AgendaEntry
{
    internal long Slot { get; set; } = -1;

    internal AgendaEntry? Previous { get; set; }

    internal AgendaEntry? Next { get; set; }

    /// <summary>First step: notes that the entry is due. Called for all entries due in one turn before any <see cref="Start"/>.</summary>
    public abstract void Mark(TimeSpan now);

    /// <summary>Second step, after all entries were marked: starts what follows from being due. Must neither block nor throw.</summary>
    public abstract void Start();
}
