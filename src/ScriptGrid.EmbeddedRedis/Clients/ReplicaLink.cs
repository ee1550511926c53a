namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>What is known of a client that replicates this server's data, or is about to.</summary>
internal sealed class ReplicaLink
{
    /// <summary>Whether it has got the data and now gets changes. Until then, it has only sent REPLCONF.</summary>
    internal bool IsFollowing { get; set; }

    /// <summary>The port that it listens on, as it reported.</summary>
    internal long Port { get; set; }

    /// <summary>The address that it reported; null if the address of its connection applies.</summary>
    internal string? Address { get; set; }

    /// <summary>The offset that it has reported.</summary>
    internal long AcknowledgedOffset { get; set; }

    /// <summary>When it last reported its offset, in milliseconds since 1970. Initially, when it got the data.</summary>
    internal long AcknowledgedAt { get; set; }

    /// <summary>Whether it wants the data only once, without later changes.</summary>
    internal bool TakesDataOnly { get; set; }

    /// <summary>Whether it wants the keys.</summary>
    internal bool WantsKeys { get; set; } = true;

    /// <summary>Whether it wants the libraries of functions.</summary>
    internal bool WantsFunctions { get; set; } = true;
}
