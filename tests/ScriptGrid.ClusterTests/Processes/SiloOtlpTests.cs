using ScriptGrid.Client;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that push to a receiver.</summary>
public sealed class SiloOtlpTests
{
    private const string Secret = "a secret of the tests' own";

    [Fact]
    public async Task Push_TwoSilos_EachItsOwnAndOneTheRollupsAndSpansOfCalls()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(0, 4);
        string plain = await File.ReadAllTextAsync(cluster.Farm.Configure(Enumerable.Range(0, 4), cluster.Section.Replace("}", $", client_secret: \"{Secret}\"}}", StringComparison.Ordinal)));
        string configuration = cluster.Farm.Write("otlp.yml", $"{plain}otlp: {{endpoint: 'http://{receiver.Http}', interval: 500ms}}\n");
        await using SiloProcess first = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await using SiloProcess second = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        string[] silos = [.. new[] { first.Name, second.Name }.Order(StringComparer.Ordinal)];
        await Repeat.UntilAsync(() => first.GetAsync(), static page => page.Body.Split('\n').Count(static line => line.StartsWith("scriptgrid_silo_up{", StringComparison.Ordinal)) == 2);
        receiver.Requests.Clear();
        await using ScriptGridClient client = await ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"127.0.0.1:{first.Ports.Gateway}");
            (options.Secret, options.ClusterId) = (Secret, "test");
        });
        await client.Target(cluster.Farm.IdOf(0)).GetSnapshotAsync();

        await Repeat.UntilAsync(() => Task.FromResult(Pushing(receiver, "scriptgrid_collections_total")), pushing => pushing.SequenceEqual(silos));
        await Repeat.UntilAsync(() => Task.FromResult(Pushing(receiver, "redis_fleet_script_values")), static pushing => pushing.Length == 1);
        await Repeat.UntilAsync(() => Task.FromResult(receiver.Spans.Select(static span => span.Text(5)).ToArray()), static names => names.Contains("scriptgrid.call"));

        Assert.Single(Pushing(receiver, "scriptgrid_rollups_up"));
    }

    /// <summary>Which silos push a metric.</summary>
    private static string[] Pushing(OtlpReceiver receiver, string name) =>
        [.. receiver.Metrics.Where(metric => metric.Name == name).Select(static metric => metric.Resource["service.instance.id"]).Distinct().Order(StringComparer.Ordinal)];
}
