using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Queries every source of a configuration, to show people what would be collected. If a source fails in a later query, its previous result stays.
/// </summary>
/// <param name="configuration">The configuration.</param>
/// <param name="time">The clock for deadlines.</param>
/// <param name="secrets">Receives the secrets that are read to log in to servers, for masking.</param>
internal sealed class DiscoveryLook(ScriptGridConfiguration configuration, TimeProvider time, ConfiguredSecrets secrets)
{
    /// <summary>How long a source may take, regardless of its own timeouts.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Source[] _sources = SourcesOf(configuration, new SourceTools(time, CredentialStore.Untold(time, secrets)));

    /// <summary>The shortest refresh time of all sources; infinite if there is no source.</summary>
    public TimeSpan Refresh => _sources.Length == 0 ? Timeout.InfiniteTimeSpan : _sources.Min(static source => source.Settings.Refresh);

    /// <summary>Queries all sources at the same time.</summary>
    public async Task<LookResult> LookAsync(CancellationToken cancellationToken)
    {
        string[] problems = [.. (await Task.WhenAll(_sources.Select(source => AskAsync(source, cancellationToken))).ConfigureAwait(false)).OfType<string>()];
        Dictionary<(TargetGroup, SourceSettings), SourceTargets> found = _sources.ToDictionary(
            static source => (source.Group, source.Settings), static source => source.Found);
        FoundFleet fleet = FoundFleet.Of(configuration, (group, settings) => found[(group, settings)]);
        IEnumerable<string> warnings = _sources.SelectMany(static source => source.Found.Warnings.Select(warning => $"{source.Name}: {warning}"));
        return new LookResult(fleet.Members, [.. problems], [.. warnings, .. fleet.Warnings]);
    }

    private static Source[] SourcesOf(ScriptGridConfiguration configuration, SourceTools tools) =>
    [
        .. configuration.Groups.SelectMany(static group => group.Sources, (group, settings) => new Source(group, settings, DiscoverySources.Create(group, settings, tools))),
    ];

    /// <summary>Queries a source; returns the problem, or null if there is none.</summary>
    private async Task<string?> AskAsync(Source source, CancellationToken cancellationToken)
    {
        try
        {
            SourceAnswer answer = await DiscoverySources.AskAsync(source.Asked, cancellationToken).WaitAsync(Limit, time, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            source.Found = answer.Targets is { } list ? SourceTargets.Of(source.Group, source.Settings, list, configuration) : source.Found;
            return answer.Problem is null ? null : $"{source.Name} failed: {answer.Problem}{(answer.Defect is null ? "" : $": {answer.Defect.Message}")}";
        }
        catch (TimeoutException)
        {
            return $"{source.Name} failed: no answer within {Limit.TotalSeconds} s";
        }
    }

    private sealed record Source(TargetGroup Group, SourceSettings Settings, IDiscoverySource Asked)
    {
        public SourceTargets Found { get; set; } = SourceTargets.None;

        public string Name => $"group {Group.Name} ({Settings.Kind})";
    }
}

/// <summary>The result of querying all sources.</summary>
/// <param name="Members">The targets that would be collected, with their origin.</param>
/// <param name="Problems">The sources that failed, and why.</param>
/// <param name="Warnings">The targets that were left out, and those found twice.</param>
internal sealed record LookResult(ImmutableArray<FleetMember> Members, ImmutableArray<string> Problems, ImmutableArray<string> Warnings);
