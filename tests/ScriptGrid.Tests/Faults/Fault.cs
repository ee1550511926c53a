namespace ScriptGrid.Tests.Faults;

/// <summary>One row of the fault matrix: a way to break a target, and what ScriptGrid promises to say of it.</summary>
/// <param name="Name">What is wrong, in a few words.</param>
/// <param name="Reason">The reason of every run that fails meanwhile; empty where the fault does no harm.</param>
/// <param name="Up">What <c>redis_up</c> is meanwhile.</param>
internal sealed record Fault(string Name, string Reason, int Up)
{
    /// <summary>The group of rows that it belongs to in the documentation.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What the documentation says is wrong: alike for faults that differ in a number only.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Starts the target, in order.</summary>
    public required Func<FaultBench, Task<IFaultyTarget>> StartAsync { get; init; }

    /// <summary>Further keys of the target's group, one a line.</summary>
    public IReadOnlyList<string> GroupKeys { get; init; } = [];

    /// <summary>The target is in order before it breaks, and again afterwards; without, it is broken from the start on.</summary>
    public bool IsPassing { get; init; } = true;

    /// <summary>No script is due on the target: only PING tells how it fares.</summary>
    public bool IsIdle { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A target that can be broken and mended while it is collected.</summary>
internal interface IFaultyTarget : IAsyncDisposable
{
    /// <summary>Its URI, as configured.</summary>
    string Uri { get; }

    /// <summary>How often the fault was met so far.</summary>
    int Met { get; }

    /// <summary>Breaks it.</summary>
    void Break();

    /// <summary>Mends it.</summary>
    void Mend();
}
