using System.Diagnostics;
using ScriptGrid.Client;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

[Collection(FleetCollection.Name)]
public sealed class CallTracingTests(FleetFixture fleet)
{
    [Fact]
    public async Task Call_OfAClient_HasASpanInTheClientsTraceAndScheduledRunsHaveNone()
    {
        string id = (await fleet.Client.GetTargetsAsync("", 1)).Targets.Single().Target;
        ITargetGrain target = fleet.Cluster.Client.GetGrain<ITargetGrain>(id);
        using var spans = new SpanRecorder("ScriptGrid", "Microsoft.Orleans.Application");

        await target.RunAsync("none.lua");
        await target.RunAsync("many.lua");
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        await fleet.WaitForAsync(0, page => page.Samples
            .Where(static sample => sample.Key.StartsWith("redis_script_last_success_timestamp_seconds", StringComparison.Ordinal))
            .All(sample => sample.Value > now));

        Activity[] ours = [.. spans.All.Where(static span => span.Source.Name == "ScriptGrid")];
        Assert.Equal(
            [("none.lua", "UnknownScript", ActivityStatusCode.Error), ("many.lua", "Done", ActivityStatusCode.Unset)],
            ours.Select(static span => (Tag(span, "scriptgrid.script"), Tag(span, "scriptgrid.status"), span.Status)));
        Assert.All(ours, span => Assert.Equal(
            ("scriptgrid.call", "RunAsync", id), (span.OperationName, Tag(span, "scriptgrid.method"), Tag(span, "scriptgrid.target"))));
        Assert.All(ours, span => Assert.Contains(span, spans.OfThisTrace));
    }

    private static string? Tag(Activity span, string name) => span.GetTagItem(name) as string;
}
