using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>Runs on demand outside the fleet's collectors: on targets that are not configured, and with keys that a request names.</content>
internal sealed partial class CollectorSet
{
    /// <summary>
    /// Runs scripts on a target that is not configured, if that is allowed. Scripts that may write and run only on demand are excluded. No
    /// credentials are used except the target's own.
    /// </summary>
    public Task<ScrapeResult> VisitAsync(RedisUri uri, ScheduleWheel agenda, ScrapeRequest request, CancellationToken cancellationToken)
    {
        ScriptGridConfiguration configuration = _configuration;
        return configuration.ScrapeTargets.Find(uri, Visitable(configuration), configuration.Web.ScrapeAnyTarget) is { } target
            ? VisitAsync(target, null, [.. configuration.Scripts.Where(script => IsAskedFor(script, request)).Select(static script => script.Name)], agenda, request, cancellationToken)
            : Task.FromResult(new ScrapeResult(ScrapeStatus.UnknownTarget, $"{uri.Address.Id} is not a configured target", default));
    }

    /// <summary>
    /// Runs scripts on a configured target over a separate connection, because the request names keys that the target's collector does not look at.
    /// </summary>
    public Task<ScrapeResult> VisitAsync(TargetSpec target, ScheduleWheel agenda, ScrapeRequest request, CancellationToken cancellationToken) =>
        VisitAsync(
            target with { Scripts = [.. target.Scripts.Select(static script => script with { Interval = null })] },
            target,
            [.. target.Scripts.Where(script => IsAskedFor(script, request)).Select(static script => script.Name)],
            agenda,
            request,
            cancellationToken);

    /// <summary>The scripts that may run on a target without a collector. They run only on demand.</summary>
    private static ScriptSpec[] Visitable(ScriptGridConfiguration configuration) =>
    [
        .. configuration.Scripts
            .Where(static script => !script.IsOfGroup && !script.WritesOnDemand)
            .Select(static script => script with { Interval = null }),
    ];

    private async Task<ScrapeResult> VisitAsync(
        TargetSpec target, TargetSpec? configured, string[] scripts, ScheduleWheel agenda, ScrapeRequest request, CancellationToken cancellationToken)
    {
        ScriptSpec[] asked = [.. request.Asked.Select(asked => asked.Of(target.Scripts.FirstOrDefault(script => script.Name == asked.Template.Name)))];
        if (asked.Length > 0)
        {
            target = target with { Scripts = [.. target.Scripts.Where(script => asked.All(other => other.Name != script.Name)), .. asked] };
            scripts = [.. scripts, .. asked.Select(static script => script.Name).Where(name => request.Script is null || request.Script == name)];
        }

        var key = new VisitKey(target.Address.Id, target.Credentials, target.Tls, _plans)
        {
            Configured = configured,
            Arguments = string.Join('\0', asked.SelectMany(static script => script.Arguments.Prepend(script.Name))),
        };
        return await _visits.AskAsync(
            key,
            () => CreateVisited(target, agenda),
            collector => RunAsync(
                collector, [.. collector.Runs.Where(run => scripts.Contains(run.Plan.Script.Name))], request, cancellationToken)).ConfigureAwait(false);
    }

    private TargetCollector CreateVisited(TargetSpec target, ScheduleWheel agenda)
    {
        var plans = new PlanCache(_context.Naming, [target.Tls], _context.Credentials.Tls);
        TlsContext? tls = plans.Tls(target.Tls);
        CollectorContext context = _context with { Families = FamiliesOf(_configuration, target.Scripts) };
        var collector = new TargetCollector(context, agenda, target, tls);
        collector.Update(context, target, tls, plans.For(target));
        return collector;
    }
}
