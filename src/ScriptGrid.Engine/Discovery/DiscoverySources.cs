using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Creates and queries sources.</summary>
internal static class DiscoverySources
{
    /// <summary>Creates the source for these settings.</summary>
    /// <param name="group">The group to which it belongs.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="tools">What sources share.</param>
    /// <param name="before">The source of the same kind and origin before a reload; null for none.</param>
    public static IDiscoverySource Create(TargetGroup group, SourceSettings settings, SourceTools tools, IDiscoverySource? before = null) => settings switch
    {
        FileSourceSettings files => before as FileSource ?? new FileSource(files), // Keeps the targets of files that cannot be read now.
        HttpSourceSettings http => new HttpSource(http, tools.Time),
        DnsSourceSettings dns => before as DnsSource ?? new DnsSource(dns),
        ClusterSourceSettings cluster => new ClusterSource(group, cluster, tools),
        SentinelSourceSettings sentinel => new SentinelSource(sentinel, tools),
        _ => throw new ArgumentException($"{settings.Kind} is no source.", nameof(settings)),
    };

    /// <summary>Queries a source once. An exception becomes a failed answer, so that the source is queried again.</summary>
    public static async Task<SourceAnswer> AskAsync(IDiscoverySource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return SourceAnswer.Failed("it was cancelled");
        }
        catch (Exception defect)
        {
            return SourceAnswer.Failed($"internal error: {defect.GetType().Name}") with { Defect = defect };
        }
    }
}
