using Microsoft.Extensions.Logging;
using Polly;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Collection;

/// <summary>What all collectors of one engine share. A reload makes a new one around the same clock and pool.</summary>
internal sealed record CollectorContext
{
    public required CollectorClock Clock { get; init; }

    public required CollectionWorkerPool Workers { get; init; }

    /// <summary>How fast connections are opened.</summary>
    public required ConnectPace Pace { get; init; }

    /// <summary>Resolves the targets' names.</summary>
    public required NameResolver Names { get; init; }

    /// <summary>The one retry layer: entered only after a first attempt lost its connection.</summary>
    public required ResiliencePipeline<Failure?> Retry { get; init; }

    /// <summary>Told of each scheduled script's first result.</summary>
    public required FirstResults FirstResults { get; init; }

    public required CollectionMeter Meter { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>The least severe level that is logged, among information, debug and trace. It stays what it is at the start.</summary>
    public required LogLevel Detail { get; init; }

    /// <summary>Which unexpected exceptions are logged.</summary>
    public required DefectLimiter Defects { get; init; }

    /// <summary>How series are named.</summary>
    public required SeriesNaming Naming { get; init; }

    /// <summary>The families about targets, by that naming.</summary>
    public required TargetFamilies Families { get; init; }

    /// <summary>Keeps the configured secrets out of what is told of failures.</summary>
    public required ConfiguredSecrets Secrets { get; init; }

    /// <summary>How to log in to targets by now.</summary>
    public required CredentialStore Credentials { get; init; }

    /// <summary>The global interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The global timeout.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long a connection is kept before its host's name is looked up again.</summary>
    public required TimeSpan MaxConnectionAge { get; init; }

    /// <summary>Whether what became of runs is kept for a quarter of an hour.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>Speak RESP2 only, as oliver006/redis_exporter does: a script's doubles come as strings.</summary>
    public bool UsesResp2 => Naming.RedisExporterCompatible;
}

/// <summary>How series about targets are named. Where it changes in a reload, every target is collected anew.</summary>
/// <param name="Namespace">Prefix of metric names.</param>
/// <param name="TargetLabel">Name of the label that holds a target's identity.</param>
/// <param name="RedisExporterCompatible">Name and judge as oliver006/redis_exporter does.</param>
/// <param name="OmitsTarget">Leave the target label out: there is one target, and its series are named as redis_exporter names them.</param>
internal sealed record SeriesNaming(string Namespace, string TargetLabel, bool RedisExporterCompatible, bool OmitsTarget)
{
    /// <summary>Name of the label that holds a target's role, where the target has none of its own; null where series have none.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>The label that holds the role of a target; null where its series have none.</summary>
    public string? RoleLabelOf(TargetSpec target) => target.RoleLabel ?? RoleLabel;

    /// <summary><c>target="…",</c> with its comma, or nothing.</summary>
    public byte[] RenderTargetLabel(string target) => Render(target, null, null);

    /// <summary>The same, and the role in the same way, where it is a label and known.</summary>
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
    /// Which of the labels that a script declares its series have already, of the target or of the configuration. Prometheus calls such a label
    /// <c>exported_…</c> where it scrapes one, and so do the series here.
    /// </summary>
    public string[] TakenOf(ScriptSpec script, TargetSpec target) =>
    [
        .. script.Metrics
            .SelectMany(static metric => metric.Labels)
            .Where(label => (label == TargetLabel && !OmitsTarget) || label == RoleLabelOf(target) || target.Labels.Contains(label) || script.Labels.Contains(label))
            .Distinct(),
    ];

    /// <summary>The rows that a script may return on targets with the labels of this one.</summary>
    public DeclaredRows RowsOf(ScriptSpec script, TargetSpec target) =>
        DeclaredRows.Of(script.RedisExporterCompatible ? [] : script.Metrics, TakenOf(script, target), ScriptDirectives.Lines(script.Body));

    /// <summary>As silos of two versions compare it: without a role's label as it was before there was one.</summary>
    public override string ToString() =>
        $"{nameof(SeriesNaming)} {{ Namespace = {Namespace}, TargetLabel = {TargetLabel}, RedisExporterCompatible = {RedisExporterCompatible}, "
        + $"OmitsTarget = {OmitsTarget}{(RoleLabel is null ? "" : $", RoleLabel = {RoleLabel}")} }}";
}
