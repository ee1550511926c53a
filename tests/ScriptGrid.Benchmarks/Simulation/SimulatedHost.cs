using System.Net;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>A machine that runs at most one silo at a time.</summary>
/// <param name="index">Its number.</param>
internal sealed class SimulatedHost(int index)
{
    private readonly IPEndPoint _endpoint = new(new IPAddress([10, 0, (byte)(index / 250), (byte)((index % 250) + 1)]), 11111);
    private int _generations;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>The silo that runs on it now; null if there is none.</summary>
    public SimulatedSilo? Process { get; set; }

    /// <summary>The configuration file on it.</summary>
    public FleetPlan? Plan { get; set; }

    /// <summary>Whether it is cut off from everything, including its targets.</summary>
    public bool IsVanished { get; set; }

    /// <summary>Its network group. It can only reach hosts of the same group.</summary>
    public int Group { get; set; }

    /// <summary>Whether it can reach the membership store.</summary>
    public bool ReachesStore { get; set; } = true;

    /// <summary>The host whose connections it rejects, like a firewall; null for none.</summary>
    public SimulatedHost? Rejected { get; set; }

    /// <summary>How far its clock is ahead of the simulation's.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>After which time an ended process is started again; null for never.</summary>
    public TimeSpan? RestartsAfter { get; set; }

    /// <summary>The name by which other silos know its silo.</summary>
    public string Name { get; } = SiloView.NameOf(SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, (byte)(index / 250), (byte)((index % 250) + 1)]), 11111), 0));

    /// <summary>Returns the address of its next process.</summary>
    public SiloAddress NextAddress() => SiloAddress.New(_endpoint, ++_generations);

    /// <summary>Whether messages between this host and another one arrive.</summary>
    public bool Reaches(SimulatedHost other) =>
        this == other || (!IsVanished && !other.IsVanished && Group == other.Group && other.Rejected != this && Rejected != other);
}
