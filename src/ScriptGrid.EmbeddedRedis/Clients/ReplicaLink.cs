namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>What is known of a client that follows this server's data, or is about to.</summary>
internal sealed class ReplicaLink
{
    /// <summary>Whether it has got the data and is told what changes; until then it only said REPLCONF.</summary>
    internal bool IsFollowing { get; set; }

    /// <summary>Where it listens itself, as it says.</summary>
    internal long Port { get; set; }

    /// <summary>The address that it gave for itself; null: that of its connection.</summary>
    internal string? Address { get; set; }

    /// <summary>How far it says that it is.</summary>
    internal long AcknowledgedOffset { get; set; }

    /// <summary>When it last said so, in milliseconds since 1970; at first when it got the data.</summary>
    internal long AcknowledgedAt { get; set; }

    /// <summary>Whether it wants the data once and not to follow.</summary>
    internal bool TakesDataOnly { get; set; }

    /// <summary>Whether it wants the keys.</summary>
    internal bool WantsKeys { get; set; } = true;

    /// <summary>Whether it wants the libraries of functions.</summary>
    internal bool WantsFunctions { get; set; } = true;
}
