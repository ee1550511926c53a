using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What a lookup of a name gave: addresses in the order in which the system wants them tried, or why there are none.</summary>
internal sealed record NameAnswer(IReadOnlyList<IPAddress> Addresses, Failure? Failure);

/// <summary>
/// Resolves host names as the system does, hosts file included. Those who ask for the same name share one lookup and, for a few seconds, its answer;
/// nobody waits for longer than five seconds.
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

    /// <summary>The source of time, for those who connect to what is resolved.</summary>
    public TimeProvider Time => time;

    /// <summary>The addresses of a name, as they were seconds ago at most. A failure has reason <c>dns</c>.</summary>
    public Task<NameAnswer> ResolveAsync(string host) => AskAsync(host, mayBeKnown: true);

    /// <summary>The addresses of a name as they are now: what is known already is asked again.</summary>
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

    /// <summary>Forgets, now and then, names that nobody asks for any more.</summary>
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

    /// <summary>What is known of one name. Guarded by the resolver's lock.</summary>
    private sealed class Entry
    {
        /// <summary>The last lookup.</summary>
        public Task<NameAnswer>? Lookup { get; set; }

        /// <summary>When it ended.</summary>
        public long EndedAt { get; set; }

        /// <summary>It failed, or takes long.</summary>
        public bool IsDoubtful { get; set; }
    }
}
