using System.Security.Cryptography;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>
/// How much slower than at its best the machine is, moment by moment: a small piece of work, again and again, from the time at which it was due to
/// its end. Silos beside it wait for the same processors, so that what is late there has its measure here.
/// </summary>
internal sealed class MachinePace : IAsyncDisposable
{
    /// <summary>However slow the machine, what takes longer than this many times is late.</summary>
    public const double Slowest = 5;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _data = new byte[2 << 20];
    private readonly List<(TimeSpan At, TimeSpan Took)> _pieces = [];
    private readonly Task _work;

    /// <summary>Begins to measure.</summary>
    public MachinePace() => _work = Task.Run(WorkAsync);

    /// <summary>How many times slower than at its best the machine was between two times since the Unix epoch: from 1 to <see cref="Slowest"/>.</summary>
    public double Slowness(TimeSpan from, TimeSpan to)
    {
        lock (_pieces)
        {
            return SlownessOf(_pieces, from, to);
        }
    }

    /// <summary>The same by pieces of work: when each was due, and how long it took from then on.</summary>
    public static double SlownessOf(IReadOnlyCollection<(TimeSpan At, TimeSpan Took)> pieces, TimeSpan from, TimeSpan to)
    {
        TimeSpan[] within = [.. pieces.Where(piece => piece.At + piece.Took >= from && piece.At <= to).Select(static piece => piece.Took)];
        return within.Length == 0
            ? Slowest
            : Math.Clamp(within.Average(static took => took.TotalSeconds) / pieces.Min(static piece => piece.Took).TotalSeconds, 1, Slowest);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private static TimeSpan Now() => TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch;

    private async Task WorkAsync()
    {
        TimeSpan due = Now();
        while (!_stop.IsCancellationRequested)
        {
            SHA256.HashData(_data);
            TimeSpan end = Now();
            lock (_pieces)
            {
                _pieces.Add((due, end - due));
            }

            due = end + Period;
            await Task.Delay(Period);
        }
    }
}
