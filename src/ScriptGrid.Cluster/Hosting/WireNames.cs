using Orleans.Serialization.Configuration;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Wire names of types that cannot declare one themselves, because the engine does not reference Orleans.</summary>
internal static class WireNames
{
    /// <summary>Adds the names.</summary>
    public static void Add(TypeManifestOptions options) => options.WellKnownTypeAliases["sg.fleet-part"] = typeof(FleetPart);
}
