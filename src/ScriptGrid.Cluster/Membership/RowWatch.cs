using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Ends the silo if the membership table no longer lists it as alive. If its row is gone, for instance because the store was emptied, nothing else would
/// notice: the old silos go on among themselves, while new silos form a second cluster that collects everything again. If its row says that it is dead,
/// the other silos have taken over its targets already.
/// </summary>
internal sealed class RowWatch(
        IMembershipTable table,
        IMembershipStore store,
        StoreOutage outage,
        ClusterView view,
        StallGate gate,
        SiloMeter meter,
        SiloEnd end,
        TimeProvider time,
        ILogger<RowWatch> logger)
    : BackgroundService
{
    /// <summary>
    /// The time between two looks. A silo that was given up by mistake may go on for this long to collect targets that other silos have taken over.
    /// </summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var evidence = new RowEvidence();
        var guard = new LoopGuard("looking after this silo's row", time, logger);
        RowState state;
        do
        {
            await timer.WaitForNextTickAsync(stoppingToken);
            state = RowState.Unknown;
            await guard.RunAsync(async () => state = await ReadAsync(stoppingToken), stoppingToken);
        }
        while (!evidence.Add(state));

        gate.Shut();
        if (state == RowState.Dead)
        {
            Log.GivenUp(logger, SiloView.NameOf(view.Self));
        }
        else
        {
            meter.RowLost();
            Log.RowLost(logger, SiloView.NameOf(view.Self));
        }

        // Without the usual shutdown. That would write a row of this silo into the emptied store, or try to for minutes in which two clusters collect.
        await end.EndAsync();
    }

    private async Task<RowState> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            RowState state = StateOf(await table.ReadRowAsync(view.Self, cancellationToken), view.Self);
            outage.Read();
            return state;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (store.IsTableMissing(failure))
            {
                return RowState.Missing;
            }

            outage.Fail(failure);
            return RowState.Unknown;
        }
    }

    private static RowState StateOf(MembershipTableData rows, SiloAddress silo)
    {
        MembershipEntry? row = rows.Members.Select(static member => member.Item1).FirstOrDefault(row => row.SiloAddress.Equals(silo));
        return row switch
        {
            null => RowState.Missing,
            { Status: SiloStatus.Dead } => RowState.Dead,
            _ => RowState.Present,
        };
    }
}
