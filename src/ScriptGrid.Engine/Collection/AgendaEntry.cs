namespace ScriptGrid.Engine.Collection;

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
