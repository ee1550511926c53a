using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>Turns evidence about a target into series and log lines. Called under the collector's lock.</summary>
internal static class HealthRecorder
{
    /// <summary>Records how a turn or a probe ended; a null failure means success.</summary>
    public static void Note(TargetCollector collector, Failure? failure) =>
        Note(collector, TargetHealth.EvidenceOf(failure), failure);

    /// <summary>Records evidence. The failure says what is wrong; null if nothing is.</summary>
    public static void Note(TargetCollector collector, Evidence evidence, Failure? failure)
    {
        TargetHealth before = collector.Results.Health;
        if (evidence == Evidence.Answered && before == new TargetHealth(TargetState.Up, default))
        {
            return; // By far the most common case.
        }

        collector.Results.RecordedAt = collector.Context.Clock.Now;
        (TargetHealth next, HealthNews news) = before.After(evidence, failure?.Reason ?? default);
        collector.Results.Health = next;
        collector.Results.Failure = next.State == TargetState.Down ? failure : null;
        if (next.State != before.State)
        {
            RenderState(collector);
        }

        Tell(collector, news, failure);
    }

    /// <summary>Adopts the state that a collector in another process left, if there is one, and the current names and labels.</summary>
    public static void TakeOver(TargetCollector collector, CollectorState? before)
    {
        collector.Results.RecordedAt = collector.Context.Clock.Now;
        if (before is not null)
        {
            collector.Results.Health = new TargetHealth(before.State, default);
        }

        RenderState(collector);
    }

    /// <summary>Records the expiry of the target's TLS certificates if it changed.</summary>
    public static void NoteCertificates(TargetCollector collector)
    {
        if (collector.Link.Tls is not { } tls)
        {
            return;
        }

        CertificateExpiry? before = collector.Results.Certificates;
        DateTimeOffset? server = collector.Link.ServerCertificateNotAfter ?? before?.Server;
        if (before is null || (before.Server, before.Client) != (server, tls.CertificateNotAfter))
        {
            RenderCertificates(collector, new CertificateExpiry(server, tls.CertificateNotAfter));
        }
    }

    private static void RenderCertificates(TargetCollector collector, CertificateExpiry expiry) =>
        collector.Results.Certificates = expiry with
        {
            Lines = ResultRenderer.RenderCertificates(collector.Context.Families.Certificates, LabelsOf(collector), expiry),
        };

    private static ReadOnlySpan<byte> LabelsOf(TargetCollector collector)
    {
        var labels = new ExpositionBuffer();
        labels.Append(collector.Label);
        foreach ((string name, string value) in collector.Target.Labels.Labels)
        {
            labels.AppendLabel(name, value);
            labels.Append((byte)',');
        }

        return labels.WrittenSpan;
    }

    /// <summary>Renders the line of the target's state with the current names and labels.</summary>
    public static void RenderState(TargetCollector collector)
    {
        collector.UseLabel();
        TargetState state = collector.Results.State;
        if (state == TargetState.Unknown)
        {
            return;
        }

        collector.Results.SetUpLine(
            ResultRenderer.RenderUp(collector.Context.Families.Up, LabelsOf(collector), state == TargetState.Up));
        if (collector.Results.Certificates is { } certificates)
        {
            collector.Results.Certificates = null;
            if (collector.Link.Tls is not null)
            {
                RenderCertificates(collector, certificates);
            }
        }
    }

    private static void Tell(TargetCollector collector, HealthNews news, Failure? failure)
    {
        ILogger logger = collector.Context.Logger;
        switch (news)
        {
            case HealthNews.Down:
                Log.TargetDown(logger, collector.TargetId, Failure.Label(failure!.Reason), failure.Message);
                break;
            case HealthNews.Refused:
                Log.TargetFault(logger, collector.TargetId, Failure.Label(failure!.Reason), failure.Message);
                break;
            case HealthNews.Up:
                Log.TargetUp(logger, collector.TargetId);
                break;
            case HealthNews.RefusalOver:
                Log.TargetFaultOver(logger, collector.TargetId);
                break;
        }
    }
}
