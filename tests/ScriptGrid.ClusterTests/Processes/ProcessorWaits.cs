using System.Globalization;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>
/// How long processes had to wait for a processor: what a busy machine makes late, and nothing else. The scheduler of Linux tells it of each thread, in
/// <c>/proc/PID/task/TID/schedstat</c>.
/// </summary>
internal sealed class ProcessorWaits : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<int> _processes = [];
    private readonly Dictionary<string, TimeSpan> _threads = [];
    private readonly List<(TimeSpan At, TimeSpan Total)> _looks = [];
    private readonly Task _work;
    private TimeSpan _total;

    /// <summary>Begins to look.</summary>
    public ProcessorWaits() => _work = Task.Run(WorkAsync);

    /// <summary>Looks at a process, too; what it waited before does not count.</summary>
    public void Add(int processId)
    {
        lock (_gate)
        {
            _ = Look(processId);
            _processes.Add(processId);
        }
    }

    /// <summary>
    /// How long all threads of all processes waited between two times since the Unix epoch. What depends on several of them, one after the other, is late
    /// by this much at most.
    /// </summary>
    public TimeSpan Between(TimeSpan from, TimeSpan to)
    {
        lock (_gate)
        {
            return Between(_looks, from, to);
        }
    }

    /// <summary>The same by looks: when each was, and what it found to have been waited until then.</summary>
    public static TimeSpan Between(IReadOnlyList<(TimeSpan At, TimeSpan Total)> looks, TimeSpan from, TimeSpan to)
    {
        TimeSpan before = looks.LastOrDefault(look => look.At <= from).Total;
        TimeSpan last = looks is [.., var newest] ? newest.Total : TimeSpan.Zero;
        TimeSpan after = looks.Where(look => look.At >= to).Select(static look => look.Total).FirstOrDefault(last);
        return after - before;
    }

    /// <summary>What a line of <c>schedstat</c> says a thread waited: the second of its numbers, in nanoseconds.</summary>
    public static TimeSpan WaitOf(string line) =>
        TimeSpan.FromMicroseconds(long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / 1_000d);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            lock (_gate)
            {
                _processes.ForEach(process => _total += Look(process));
                _looks.Add((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch, _total));
            }

            await Task.Delay(Period);
        }
    }

    /// <summary>What the threads of a process waited since the last look.</summary>
    private TimeSpan Look(int processId)
    {
        TimeSpan sum = TimeSpan.Zero;
        try
        {
            foreach (string thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
            {
                TimeSpan waited = WaitOf(File.ReadAllText(Path.Combine(thread, "schedstat")));
                sum += waited - _threads.GetValueOrDefault(thread);
                _threads[thread] = waited;
            }
        }
        catch (IOException)
        {
            // The process or one of its threads has ended.
        }

        return sum;
    }
}
