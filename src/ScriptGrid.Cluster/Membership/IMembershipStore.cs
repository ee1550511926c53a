namespace ScriptGrid.Cluster.Membership;

/// <summary>Where the silos of a cluster find each other.</summary>
internal interface IMembershipStore
{
    /// <summary>Which store, as messages name it: its kind and address, and no credential.</summary>
    string Name { get; }

    /// <summary>Makes a silo use it.</summary>
    void Configure(ISiloBuilder silo);

    /// <summary>Asks whether it can be used. Null when it can; else why not, without credentials.</summary>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Whether a failure to read the table says that there is none: the store answers, and was emptied.</summary>
    bool IsTableMissing(Exception failure) => false;
}
