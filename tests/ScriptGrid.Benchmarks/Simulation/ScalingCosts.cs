using System.Collections.Immutable;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>
/// Measures what a fleet of a given size costs each silo and the network, with the product's own types and serializers but without running a silo.
/// </summary>
internal sealed class ScalingCosts(SimulationOptions options) : IDisposable
{
    private const double MiB = 1024 * 1024;
    private const int Keys = 100;

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer(static serializer => serializer.AddAssembly(typeof(SiloDigest).Assembly).AddAssembly(typeof(SiloAddress).Assembly))
        .BuildServiceProvider();

    private readonly ImmutableArray<SiloAddress> _silos =
        [.. Enumerable.Range(0, options.Silos).Select(static i => SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, 0, (byte)(i + 1)]), 11111), 1))];

    /// <summary>Measures, and adds the figures to the table.</summary>
    public void Measure(ResultTable table)
    {
        ScriptGridConfiguration configuration = FleetPlan.Configuration(
            [.. Enumerable.Range(0, options.Targets).Select(FleetPlan.Identity)], options.Interval, DateTimeOffset.UnixEpoch);
        Progress.Report($"measuring the catalogue");
        CatalogueTargets catalogue = MeasureCatalogue(table, configuration);
        Progress.Report($"measuring ownership, digests and pages");
        MeasureOwnership(table, catalogue);
        MeasureDigests(table);
        MeasurePages(table, catalogue);
    }

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    private static (T Result, double Seconds) Timed<T>(Func<T> action)
    {
        long start = Stopwatch.GetTimestamp();
        T result = action();
        return (result, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private int Size<T>(T value) => _services.GetRequiredService<Serializer<T>>().SerializeToArray(value).Length;

    private CatalogueTargets MeasureCatalogue(ResultTable table, ScriptGridConfiguration configuration)
    {
        (CatalogueEdition draft, double written) = Timed(() => CatalogueWriter.Write(configuration, "10.0.0.1:11111"));
        using var json = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(draft.Content), CompressionMode.Decompress))
        {
            brotli.CopyTo(json);
        }

        int wire = Size(draft);
        table.Add("catalogue: one edition", $"{json.Length / MiB:F1} MiB of JSON, {wire / MiB:F2} MiB as the message that it is sent in, {wire * options.Silos / MiB:F0} MiB to all silos");
        table.Add("catalogue: to write an edition", $"{ResultTable.Duration(written)}");

        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        (CatalogueTargets targets, double read) = Timed(() => new CatalogueTargets(
            1, CatalogueReader.ToConfiguration(CatalogueReader.Read(draft, out _)!, new ScriptGridConfiguration(), []).Targets));
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        table.Add("catalogue: each silo's copy", $"{kept / MiB:F0} MiB, {kept / (double)options.Targets:F0} bytes for each target; to read it {ResultTable.Duration(read)}, {allocated / MiB:F0} MiB allocated");
        GC.KeepAlive(draft);
        return targets;
    }

    private void MeasureOwnership(ResultTable table, CatalogueTargets catalogue)
    {
        var view = new SiloView(_silos[0], _silos);
        (OwnedTargets owned, double seconds) = Timed(() => new OwnedTargets(catalogue, view));
        int[] shares = new int[_silos.Length];
        foreach (ulong hash in catalogue.Hashes)
        {
            shares[view.Ownership.IndexOf(hash)]++;
        }

        (int wanted, double looked) = Timed(() => Supervision.Wanted(owned, view, static _ => true).Count());
        var after = new Ownership(view.Ownership.Owners.RemoveAt(0));
        int moved = catalogue.Hashes.Count(hash => after.Owners[after.IndexOf(hash)] != view.Ownership.Owners[view.Ownership.IndexOf(hash)]);
        table.Add("ownership: targets of a silo", $"{shares.Min():N0} to {shares.Max():N0}");
        table.Add("ownership: to find a silo's own, once for each change", $"{ResultTable.Duration(seconds)}; each look then {ResultTable.Duration(looked)} ({wanted} wanted)");
        table.Add("ownership: targets that move when a silo goes", $"{moved:N0}");
    }

    private void MeasureDigests(ResultTable table)
    {
        SiloDigest[] plain = [.. _silos.Select(static silo => Digest(silo, Aggregations.Sum | Aggregations.Max))];
        SiloDigest[] all = [.. _silos.Select(static silo => Digest(silo, Enum.GetValues<Aggregations>().Aggregate(static (one, other) => one | other)))];
        foreach ((string name, SiloDigest[] digests) in new[] { ("sum and max", plain), ("quantiles too", all) })
        {
            var reports = new SiloReports(() => 0);
            (int _, double added) = Timed(() =>
            {
                Array.ForEach(digests, digest => reports.Add(digest, TimeSpan.Zero));
                return 0;
            });
            (FleetDigest merged, double seconds) = Timed(() => reports.Merge(_silos, TimeSpan.Zero, DateTimeOffset.UnixEpoch));
            table.Add($"rollups of {Keys} keys, {name}", $"{Size(digests[0]) / 1024.0:F1} KiB from each silo in an interval; merged for a page in {ResultTable.Duration(seconds)}, {Size(merged) / 1024.0:F1} KiB; {ResultTable.Duration(added)} to take all");
        }
    }

    private static SiloDigest Digest(SiloAddress silo, Aggregations aggregate)
    {
        var random = new Random(silo.Endpoint.GetHashCode());
        var script = new ScriptSpec { Name = FleetPlan.ScriptName, Body = "return 1"u8.ToArray(), Aggregate = aggregate };
        var scope = new RollupScope(script, LabelSet.Empty);
        var table = new RollupTable();
        for (int target = 0; target < 1000; target++)
        {
            table.Add(scope, [.. Enumerable.Range(0, Keys).Select(key => new KeyedValue($"queue:{key:D4}", random.NextDouble() * 1e6))]);
        }

        return new SiloDigest { Silo = silo, Name = SiloView.NameOf(silo), Interval = TimeSpan.FromSeconds(15), Up = 1000, Scripts = Digests.Of(table.Scripts), Metrics = Digests.Of(table.Metrics) };
    }

    private void MeasurePages(ResultTable table, CatalogueTargets catalogue)
    {
        var view = new SiloView(_silos[0], _silos);
        ILookup<int, int> shares = Enumerable.Range(0, catalogue.Hashes.Length).ToLookup(i => view.Ownership.IndexOf(catalogue.Hashes[i]));
        SiloInventory[] inventories = [.. Enumerable.Range(0, _silos.Length).Select(silo => new SiloInventory([.. shares[silo].Select(i => catalogue.Hashes[i])]))];
        (ulong[][] _, double assigned) = Timed(() => PartAssignment.Assign(inventories, view.Ownership.IndexOf, static _ => true));
        int inventory = Size(inventories[0]);
        table.Add("page of the fleet through one silo: inventories", $"{inventory / 1024.0:F0} KiB from each silo, {inventory * _silos.Length / MiB:F1} MiB in all; to share the page out {ResultTable.Duration(assigned)}");

        string[] targets = [.. shares[0].Select(i => catalogue.Targets[i].Address.Id)];
        int index = Size(new IndexPart(targets, new byte[targets.Length], new int[targets.Length], new double[targets.Length], targets.Length, [FleetPlan.ScriptName], [], []));
        table.Add("list of targets in a browser: index", $"{index / 1024.0:F0} KiB from each silo, {index * _silos.Length / MiB:F1} MiB in all, for each look");
    }
}
