using System.Collections.Immutable;

namespace ScriptGrid.Client;

/// <summary>What is known of one target at one moment.</summary>
[GenerateSerializer, Immutable, Alias("sg.target-snapshot")]
public sealed record TargetSnapshot
{
    /// <summary>The target's identity.</summary>
    [Id(0)]
    public string Target { get; init; } = "";

    /// <summary>Whether it answers.</summary>
    [Id(1)]
    public TargetAvailability State { get; init; }

    /// <summary>The silo that collects it, as <c>ip:port</c>.</summary>
    [Id(2)]
    public string Owner { get; init; } = "";

    /// <summary>When the snapshot was taken, by the owner's clock.</summary>
    [Id(3)]
    public DateTimeOffset At { get; init; }

    /// <summary>The labels that the configuration adds to the target's series.</summary>
    [Id(4)]
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Its scripts, in configured order.</summary>
    [Id(5)]
    public ImmutableArray<ScriptSnapshot> Scripts { get; init; } = [];

    /// <summary>Returns the snapshot of a script by its name; null if the target has no such script.</summary>
    public ScriptSnapshot? Script(string name) => Scripts.FirstOrDefault(script => script.Script == name);
}
