using Microsoft.Extensions.Logging;
using Polly;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Collection;

/// <summary>What all collectors of one engine share. A reload makes a new context with the same clock and pool.</summary>
internal sealed record CollectorContext
{
    public required CollectorClock Clock { get; init; }

    public required CollectionWorkerPool Workers { get; init; }

    /// <summary>Limits how fast connections are opened.</summary>
    public required ConnectPace Pace { get; init; }

    /// <summary>Resolves the targets' host names.</summary>
    public required NameResolver Names { get; init; }

    /// <summary>The only retry layer. It is entered only after a first attempt lost its connection.</summary>
    public required ResiliencePipeline<Failure?> Retry { get; init; }

    /// <summary>Counts the scheduled scripts that have no first result yet.</summary>
    public required FirstResults FirstResults { get; init; }

    public required CollectionMeter Meter { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>The most detailed log level that is enabled: information, debug or trace. It is determined once, at the start.</summary>
    public required LogLevel Detail { get; init; }

    /// <summary>Decides which unexpected exceptions are logged.</summary>
    public required DefectLimiter Defects { get; init; }

    /// <summary>How series are named.</summary>
    public required SeriesNaming Naming { get; init; }

    /// <summary>The metric families about targets, under that naming.</summary>
    public required TargetFamilies Families { get; init; }

    /// <summary>Masks the configured secrets in failure messages.</summary>
    public required ConfiguredSecrets Secrets { get; init; }

    /// <summary>The current credentials of targets.</summary>
    public required CredentialStore Credentials { get; init; }

    /// <summary>The global interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The global timeout.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long a connection is kept before its host name is resolved again.</summary>
    public required TimeSpan MaxConnectionAge { get; init; }

    /// <summary>Whether the outcomes of runs are kept for a quarter of an hour.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>Whether connections speak RESP2 only, as oliver006/redis_exporter does. In RESP2 the doubles of a script's reply arrive as strings.</summary>
    public bool UsesResp2 => Naming.RedisExporterCompatible;
}

/// <summary>How series about targets are named. If a reload changes it, every collector is created anew.</summary>
/// <param name="Namespace">The prefix of metric names.</param>
/// <param name="TargetLabel">The name of the label that holds a target's identity.</param>
/// <param name="RedisExporterCompatible">Whether series are named, and replies judged, as oliver006/redis_exporter does.</param>
/// <param name="OmitsTarget">Whether the target label is left out, because there is only one target and its series have the names that redis_exporter gives
/// them.</param>
internal sealed record SeriesNaming(string Namespace, string TargetLabel, bool RedisExporterCompatible, bool OmitsTarget)
{
    /// <summary>The name of the label that holds a target's role, for targets that do not name their own; null if series have no such label.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>Returns the name of the label that holds this target's role; null if its series have no such label.</summary>
    public string? RoleLabelOf(TargetSpec target) => target.RoleLabel ?? RoleLabel;

    /// <summary>Renders <c>target="…",</c> with the comma; empty if the label is left out.</summary>
    public byte[] RenderTargetLabel(string target) => Render(target, null, null);

    /// <summary>Renders the target label, followed by the role label if there is one and the role is known.</summary>
    public byte[] RenderTargetLabel(TargetSpec target, ServerRole? role) => Render(target.Address.Id, RoleLabelOf(target), role);

    private byte[] Render(string target, string? roleLabel, ServerRole? role)
    {
        var buffer = new ExpositionBuffer();
        if (!OmitsTarget)
        {
            buffer.AppendLabel(TargetLabel, target);
            buffer.Append((byte)',');
        }

        if (roleLabel is not null && role is { } known)
        {
            buffer.AppendLabel(roleLabel, RedisExporterCompatible && known == ServerRole.Replica ? "slave" : ServerRoles.NameOf(known));
            buffer.Append((byte)',');
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Returns those labels declared by a script that its series already have from the target or the configuration. The declared label then gets the
    /// prefix <c>exported_</c>, as Prometheus does when it scrapes such a label.
    /// </summary>
    public string[] TakenOf(ScriptSpec script, TargetSpec target) =>
    [
        .. script.Metrics
            .SelectMany(static metric => metric.Labels)
            .Where(label => (label == TargetLabel && !OmitsTarget) || label == RoleLabelOf(target) || target.Labels.Contains(label) || script.Labels.Contains(label))
            .Distinct(),
    ];

    /// <summary>The rows that a script may return on targets with the same labels as this one.</summary>
    public DeclaredRows RowsOf(ScriptSpec script, TargetSpec target) =>
        DeclaredRows.Of(script.RedisExporterCompatible ? [] : script.Metrics, TakenOf(script, target), ScriptDirectives.Lines(script.Body));

    /// <summary>The form that silos of different versions compare. Without a role label it equals the form of versions that did not know role labels.</summary>
    public override string ToString() =>
        $"{nameof(SeriesNaming)} {{ Namespace = {Namespace}, TargetLabel = {TargetLabel}, RedisExporterCompatible = {RedisExporterCompatible}, "
        + $"OmitsTarget = {OmitsTarget}{(RoleLabel is null ? "" : $", RoleLabel = {RoleLabel}")} }}";
}
