using Orleans.Serialization.Configuration;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Names on the wire of types that cannot carry one, since the engine does not know Orleans.</summary>
internal static class WireNames
{
    /// <summary>Adds them.</summary>
    public static void Add(TypeManifestOptions options) => options.WellKnownTypeAliases["sg.fleet-part"] = typeof(FleetPart);
}
