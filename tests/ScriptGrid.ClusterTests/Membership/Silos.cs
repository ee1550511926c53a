using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.ClusterTests.Membership;

/// <summary>Addresses of silos that nobody runs.</summary>
internal static class Silos
{
    /// <summary>The silo 10.0.0.<paramref name="number"/>.</summary>
    public static SiloAddress At(byte number, int generation = 1) => SiloAddress.New(new IPAddress([10, 0, 0, number]), 11111, generation);

    /// <summary>So many active silos, from 10.0.0.1 on, as a silo's view orders them.</summary>
    public static ImmutableArray<SiloAddress> Active(int count) =>
        new SiloView(At(1), Enumerable.Range(1, count).Select(static i => At((byte)i))).Silos;
}
