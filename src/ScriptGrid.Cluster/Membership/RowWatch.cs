using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Ends the silo when its own row is gone from the membership table, as after the store was emptied. Nobody else would notice: the old
/// silos go on among themselves, while new ones found a second cluster that collects everything again.
/// </summary>
internal sealed class RowWatch(
    IMembershipTable table, ClusterView view, SiloMeter meter, TimeProvider time, ILogger<RowWatch> logger)
    : BackgroundService
{
    private const int Proof = 2;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Until the log is written.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        for (int misses = 0; misses < Proof;)
        {
            await timer.WaitForNextTickAsync(stoppingToken);
            misses = await HasRowAsync(stoppingToken) switch
            {
                true => 0,
                false => misses + 1,
                null => misses,
            };
        }

        meter.RowLost();
        Log.RowLost(logger, SiloView.NameOf(view.Self));
        await EndAsync();
    }

    /// <summary>
    /// Ends without a farewell, which would leave a row of this silo in the emptied store, or try to for minutes in which two clusters collect.
    /// </summary>
    private async Task EndAsync()
    {
        await Task.Delay(LastWords, time);
        Environment.Exit(ExitCode.Failure);
    }

    /// <summary>Null where the table cannot be read: that proves nothing.</summary>
    private async Task<bool?> HasRowAsync(CancellationToken cancellationToken)
    {
        try
        {
            MembershipTableData row = await table.ReadRowAsync(view.Self, cancellationToken);
            return row.Members.Any(member => member.Item1.SiloAddress.Equals(view.Self));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.MembershipUnreadable(logger, failure.Message);
            return null;
        }
    }
}
