using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>The answer to a name lookup: the addresses in the order in which the system wants them tried, or why there are none.</summary>
internal sealed record NameAnswer(IReadOnlyList<IPAddress> Addresses, Failure? Failure);

/// <summary>
/// Resolves host names as the system does, including the hosts file. Callers that ask for the same name share one lookup and, for a few seconds, its answer.
/// No caller waits for longer than five seconds.
/// </summary>
internal sealed class NameResolver(TimeProvider time, Func<string, IPAddress[]>? lookUp = null)
{
    private const int ManyNames = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerLasts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FailureLasts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MemoryLasts = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LookupThreads _threads = new();
    private readonly Func<string, IPAddress[]> _lookUp = lookUp ?? Dns.GetHostAddresses;
    private long _sweptAt = time.GetTimestamp();

    /// <summary>The clock, also for those who connect to the resolved addresses.</summary>
    public TimeProvider Time => time;

    /// <summary>Returns the addresses of a name; they are at most a few seconds old. A failure has reason <c>dns</c>.</summary>
    public Task<NameAnswer> ResolveAsync(string host) => AskAsync(host, mayBeKnown: true);

    /// <summary>Returns the addresses of a name as they are now: a finished lookup is not reused.</summary>
    public Task<NameAnswer> LookAgainAsync(string host) => AskAsync(host, mayBeKnown: false);

    private Task<NameAnswer> AskAsync(string host, bool mayBeKnown)
    {
        Entry entry;
        Task<NameAnswer> lookup;
        lock (_gate)
        {
            Sweep();
            if (!_entries.TryGetValue(host, out entry!))
            {
                entry = new Entry();
                _entries.Add(host, entry);
            }

            lookup = entry.Lookup is { } known && (!known.IsCompleted || (mayBeKnown && IsFresh(entry))) ? known : Start(host, entry);
        }

        return lookup.IsCompleted ? lookup : LimitAsync(host, entry, lookup);
    }

    private bool IsFresh(Entry entry) => time.GetElapsedTime(entry.EndedAt) < (entry.IsDoubtful ? FailureLasts : AnswerLasts);

    private Task<NameAnswer> Start(string host, Entry entry)
    {
        var answer = new TaskCompletionSource<NameAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        entry.Lookup = answer.Task;
        _threads.Run(
            () =>
            {
                NameAnswer found = LookUp(host);
                lock (_gate)
                {
                    entry.IsDoubtful = found.Failure is not null;
                    entry.EndedAt = time.GetTimestamp();
                }

                answer.SetResult(found);
            },
            entry.IsDoubtful);
        return answer.Task;
    }

    private NameAnswer LookUp(string host)
    {
        try
        {
            IPAddress[] addresses = _lookUp(host);
            return addresses.Length > 0 ? new NameAnswer(addresses, null) : Fail($"{host} has no address");
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return Fail($"cannot resolve {host}: {exception.Message}");
        }
    }

    private async Task<NameAnswer> LimitAsync(string host, Entry entry, Task<NameAnswer> lookup)
    {
        try
        {
            return await lookup.WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                entry.IsDoubtful = true;
            }

            return Fail($"cannot resolve {host}: no answer within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>If there are many names, removes those that nobody has looked up for a minute. Does so at most once a minute.</summary>
    private void Sweep()
    {
        if (_entries.Count < ManyNames || time.GetElapsedTime(_sweptAt) < MemoryLasts)
        {
            return;
        }

        _sweptAt = time.GetTimestamp();
        foreach ((string host, Entry entry) in _entries)
        {
            if (entry.Lookup is { IsCompleted: true } && time.GetElapsedTime(entry.EndedAt) > MemoryLasts)
            {
                _entries.Remove(host);
            }
        }
    }

    private static NameAnswer Fail(string message) => new([], Failure.Unusable(FailureReason.Dns, message));

    /// <summary>What is known about one name. Guarded by <see cref="_gate"/>.</summary>
    private sealed class Entry
    {
        /// <summary>The last lookup.</summary>
        public Task<NameAnswer>? Lookup { get; set; }

        /// <summary>When the last lookup ended.</summary>
        public long EndedAt { get; set; }

        /// <summary>Whether the last lookup failed, or takes long.</summary>
        public bool IsDoubtful { get; set; }
    }
}
