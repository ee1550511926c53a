using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Finds out whether a reload changes what a silo reads only at its start.</summary>
internal static class ClusterChange
{
    /// <summary>What to warn of if that is so.</summary>
    public const string Warning = "cluster: this section, its client secret included, has changed; the silo uses the new settings once it is restarted";

    /// <summary>Whether the settings differ, apart from the lines that they are in. Secrets in files count, certificates do not: they are followed.</summary>
    /// <param name="used">The settings since the start, with the address to which the host name was resolved.</param>
    /// <param name="loaded">The settings of the reload.</param>
    public static bool NeedsRestart(ClusterSettings used, ClusterSettings loaded) =>
        loaded with { Places = used.Places, Address = loaded.HostName is null ? loaded.Address : used.Address } != used;
}
