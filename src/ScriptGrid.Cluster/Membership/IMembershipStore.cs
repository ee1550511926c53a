namespace ScriptGrid.Cluster.Membership;

/// <summary>The store through which the silos of a cluster find each other.</summary>
internal interface IMembershipStore
{
    /// <summary>The store's name in messages: its kind and address, without credentials.</summary>
    string Name { get; }

    /// <summary>Makes a silo use this store.</summary>
    void Configure(ISiloBuilder silo);

    /// <summary>Checks whether the store can be used. Returns null if it can; otherwise why not, without credentials.</summary>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Whether a failure to read the table means that the table does not exist: the store answers, but was emptied.</summary>
    bool IsTableMissing(Exception failure) => false;
}
