using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>An engine whose answers a test chooses.</summary>
internal sealed class FakeFleet : IFleet
{
    public string? NotReady { get; set; } = "it has only begun";

    /// <summary>What the metrics page does; by default one gauge.</summary>
    public Func<PipeWriter, CancellationToken, ValueTask> WriteMetrics { get; set; } = static (output, _) =>
    {
        output.Write("# HELP redis_up Up.\n# TYPE redis_up gauge\nredis_up{target=\"a:1\"} 1\n"u8);
        return ValueTask.CompletedTask;
    };

    /// <summary>What collections on demand answer.</summary>
    public ScrapeResult Result { get; set; } =
        new(ScrapeStatus.Done, "", Encoding.UTF8.GetBytes("# HELP redis_up Up.\n# TYPE redis_up gauge\nredis_up 1\n"));

    /// <summary>How its targets fare.</summary>
    public Func<CancellationToken, IAsyncEnumerable<TargetStatus>> ListTargets { get; set; } =
        static _ => AsyncEnumerable.Empty<TargetStatus>();

    /// <summary>What its answers lack: silos, and how many targets each owns.</summary>
    public Dictionary<string, int> Missing { get; } = [];

    /// <summary>What is known of a target.</summary>
    public Func<string, TargetAnswer> Report { get; set; } = TargetAnswer.Unknown;

    /// <summary>Who collects.</summary>
    public SiloList Silos { get; set; } = new("standalone", [], null);

    /// <summary>What the last metrics page was asked for.</summary>
    public MetricsSelection? Selection { get; private set; }

    /// <summary>The last collection on demand.</summary>
    public ScrapeRequest? Request { get; private set; }

    /// <summary>Writes as fast as the client reads, until it hangs up.</summary>
    public static async ValueTask WriteForEverAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        FlushResult flush;
        do
        {
            output.Write(new byte[256 * 1024]);
            flush = await output.FlushAsync(cancellationToken);
        }
        while (!flush.IsCompleted);
    }

    public ValueTask WriteMetricsAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken)
    {
        Selection = selection;
        return WriteMetrics(output, cancellationToken);
    }

    public Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        return Task.FromResult(Result);
    }

    public IAsyncEnumerable<TargetStatus> ListTargetsAsync(FleetGaps gaps, CancellationToken cancellationToken)
    {
        Note(gaps);
        return ListTargets(cancellationToken);
    }

    public async Task<TargetIndex> IndexAsync(TargetQuery query, FleetGaps gaps, CancellationToken cancellationToken)
    {
        Note(gaps);
        return await TargetIndexer.IndexAsync(
            (await ListTargets(cancellationToken).ToArrayAsync(cancellationToken)).Select(target => TargetGlance.Of(target, query.Sort)), query, cancellationToken);
    }

    public IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> wanted, FleetGaps gaps, CancellationToken cancellationToken) =>
        ListTargets(cancellationToken).Where(target => wanted.Contains(target.Target)).OrderBy(target => wanted.ToList().IndexOf(target.Target));

    public ScriptGridConfiguration Configuration { get; set; } = new();

    public async Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, FleetGaps gaps, CancellationToken cancellationToken)
    {
        Note(gaps);
        return await ScriptTallies.TallyAsync(await ListTargets(cancellationToken).ToArrayAsync(cancellationToken), script, cancellationToken);
    }

    public Task<SiloList> ListSilosAsync() => Task.FromResult(Silos);

    public Task<TargetAnswer> ReportAsync(TargetAddress target, CancellationToken cancellationToken) => Task.FromResult(Report(target.Id));

    private void Note(FleetGaps gaps)
    {
        foreach ((string silo, int owned) in Missing)
        {
            gaps.Add(silo, owned);
        }
    }
}
