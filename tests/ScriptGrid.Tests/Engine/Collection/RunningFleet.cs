using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The standalone engine at work in real time, on short intervals, with what it logs and exposes.</summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly OwnMetrics _metrics = new();

    private RunningFleet(LogLevel level)
    {
        Logger = new ListLogger { Minimum = level };
        Fleet = new StandaloneFleet(TimeProvider.System, Logger, _metrics, Secrets);
    }

    public StandaloneFleet Fleet { get; }

    public ListLogger Logger { get; }

    public ConfiguredSecrets Secrets { get; } = new();

    /// <summary>Starts to collect these targets.</summary>
    public static RunningFleet Start(params TargetSpec[] targets) => Start(Configure(targets));

    /// <summary>Starts to collect as configured.</summary>
    public static RunningFleet Start(ScriptGridConfiguration configuration, LogLevel level = LogLevel.Information)
    {
        var fleet = new RunningFleet(level);
        fleet.Fleet.Apply(configuration);
        return fleet;
    }

    /// <summary>A script that runs every 100 ms, with time enough for a machine under load.</summary>
    public static ScriptSpec Script(string name, string body) => new()
    {
        Name = name,
        Body = Encoding.UTF8.GetBytes(body),
        Interval = Interval,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>A script that may write and runs only when asked.</summary>
    public static ScriptSpec OnDemand(string name, string body) =>
        Script(name, body) with { Interval = null, ReadOnly = ReadOnlyMode.Off };

    /// <summary>The target that a URI names, with its credentials.</summary>
    public static TargetSpec Target(string uri, params ScriptSpec[] scripts)
    {
        RedisUri parsed = RedisUri.Parse(uri, out string error) ?? throw new ArgumentException(error, nameof(uri));
        return new TargetSpec
        {
            Address = parsed.Address,
            Credentials = parsed.Password is null ? null : new RedisCredentials(parsed.Username, parsed.Password),
            Scripts = scripts,
        };
    }

    /// <summary>A configuration of these targets and their scripts.</summary>
    public static ScriptGridConfiguration Configure(params TargetSpec[] targets) => new()
    {
        Interval = Interval,
        Timeout = TimeSpan.FromSeconds(10),
        Scripts = [.. targets.SelectMany(static target => target.Scripts).DistinctBy(static script => script.Name)],
        Targets = [.. targets],
    };

    /// <summary>The page as it is now.</summary>
    public async Task<FleetView> ReadAsync()
    {
        using var page = new MemoryStream();
        PipeWriter writer = PipeWriter.Create(page, new StreamPipeWriterOptions(leaveOpen: true));
        await Fleet.WriteMetricsAsync(writer, ExpositionFormat.Text, MetricsSelection.Everything, CancellationToken.None);
        await writer.CompleteAsync();
        return new FleetView(Encoding.UTF8.GetString(page.ToArray()));
    }

    /// <summary>The collector's own series as they are now.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ReadOwnAsync() => ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics)).Samples;

    /// <summary>Reads the page until it satisfies the condition; fails with the last page.</summary>
    public async Task<FleetView> WaitForAsync(
        Func<FleetView, bool> condition, [CallerArgumentExpression(nameof(condition))] string description = "")
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            FleetView view = await ReadAsync();
            if (condition(view))
            {
                return view;
            }

            Assert.False(
                expired.IsCancellationRequested, $"Never came: {description}\n{view.Text}\n{string.Join('\n', Logger.Lines)}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a line was logged that contains the text, and returns it.</summary>
    public async Task<string> WaitForLogAsync(string text)
    {
        await WaitForAsync(_ => Logger.Lines.Any(Contains), $"log: {text}");
        return Logger.Lines.First(Contains);

        bool Contains(string line) => line.Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Collects on demand; the target must be known.</summary>
    public async Task<FleetView> ScrapeAsync(string target, string? script = null, TimeSpan? timeout = null)
    {
        ScrapeResult result = await AskAsync(target, script, timeout);
        Assert.Equal((ScrapeStatus.Done, ""), (result.Status, result.Message));
        return new FleetView(Encoding.UTF8.GetString(result.Page.Span));
    }

    /// <summary>Collects on demand, whatever the answer.</summary>
    public Task<ScrapeResult> AskAsync(string target, string? script = null, TimeSpan? timeout = null) =>
        Fleet.ScrapeAsync(new ScrapeRequest(target, script, timeout, ExpositionFormat.Text), CancellationToken.None).WaitAsync(Limit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        _metrics.Dispose();
    }
}
