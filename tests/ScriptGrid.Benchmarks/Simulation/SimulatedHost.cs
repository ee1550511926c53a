using System.Net;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>A machine that a silo runs on, at most one at a time.</summary>
/// <param name="index">Its number.</param>
internal sealed class SimulatedHost(int index)
{
    private readonly IPEndPoint _endpoint = new(new IPAddress([10, 0, (byte)(index / 250), (byte)((index % 250) + 1)]), 11111);
    private int _generations;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>The silo that runs on it now.</summary>
    public SimulatedSilo? Process { get; set; }

    /// <summary>The configuration file that lies on it.</summary>
    public FleetPlan? Plan { get; set; }

    /// <summary>It is cut off from everything, its targets too.</summary>
    public bool IsVanished { get; set; }

    /// <summary>It reaches the hosts of the same group alone.</summary>
    public int Group { get; set; }

    /// <summary>It reaches the membership store.</summary>
    public bool ReachesStore { get; set; } = true;

    /// <summary>The host whose attempts to connect it rejects, as by a firewall; null for none.</summary>
    public SimulatedHost? Rejected { get; set; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Whether a process that ends comes back, and when.</summary>
    public TimeSpan? RestartsAfter { get; set; }

    /// <summary>As others know its silo.</summary>
    public string Name { get; } = SiloView.NameOf(SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, (byte)(index / 250), (byte)((index % 250) + 1)]), 11111), 0));

    /// <summary>The address of its next process.</summary>
    public SiloAddress NextAddress() => SiloAddress.New(_endpoint, ++_generations);

    /// <summary>Whether what one sends comes to the other.</summary>
    public bool Reaches(SimulatedHost other) =>
        this == other || (!IsVanished && !other.IsVanished && Group == other.Group && other.Rejected != this && Rejected != other);
}
