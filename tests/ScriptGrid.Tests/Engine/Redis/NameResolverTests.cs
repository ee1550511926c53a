using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Lookups of names: shared, kept for a short time, and never in each other's way.</summary>
public sealed class NameResolverTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ManualResetEventSlim _answersCome = new(initialState: true);
    private readonly NameResolver _names;
    private volatile string _address = "10.0.0.1";

    public NameResolverTests() => _names = new NameResolver(_time, LookUp);

    public void Dispose() => _answersCome.Set();

    [Fact]
    public async Task ResolveAsync_WithinSeconds_KeepsTheAnswer()
    {
        await _names.ResolveAsync("a");
        _address = "10.0.0.2";
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("10.0.0.1", AddressIn(await _names.ResolveAsync("a")));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("10.0.0.2", AddressIn(await _names.ResolveAsync("a")));
    }

    [Fact]
    public async Task LookAgainAsync_KnownName_AsksAgain()
    {
        await _names.ResolveAsync("a");
        _address = "10.0.0.2";

        Assert.Equal("10.0.0.2", AddressIn(await _names.LookAgainAsync("a")));
        Assert.Equal("10.0.0.2", AddressIn(await _names.ResolveAsync("a")));
    }

    [Fact]
    public async Task ResolveAsync_ManyAskForOneName_ShareOneLookup()
    {
        _answersCome.Reset();
        Task<NameAnswer>[] answers = [.. Enumerable.Range(0, 100).Select(_ => _names.ResolveAsync("a"))];
        _answersCome.Set();

        Assert.All(await Task.WhenAll(answers), static answer => Assert.Equal("10.0.0.1", AddressIn(answer)));
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("unknown", "cannot resolve unknown: ")]
    [InlineData("empty", "empty has no address")]
    [InlineData("odd", "cannot resolve odd: ")]
    public async Task ResolveAsync_NameWithoutAddress_FailsWithDns(string host, string message)
    {
        Failure? failure = (await _names.ResolveAsync(host)).Failure;

        Assert.Equal(FailureReason.Dns, failure?.Reason);
        Assert.StartsWith(message, failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolveAsync_FailedName_IsAskedAgainAfterASecond()
    {
        await _names.ResolveAsync("unknown");
        await _names.ResolveAsync("unknown");
        Assert.Single(_asked);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        await _names.ResolveAsync("unknown");
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task ResolveAsync_FiveHundredNamesThatNeverAnswer_OthersAreResolvedMeanwhile()
    {
        _answersCome.Reset();
        var time = new HeldTimers();
        var names = new NameResolver(time, LookUp);
        Task<NameAnswer>[] dead = [.. Enumerable.Range(0, 500).Select(i => names.ResolveAsync(Name("dead", i)))];
        Task<NameAnswer>[] live = [.. Enumerable.Range(0, 20).Select(i => names.ResolveAsync(Name("live", i)))];

        NameAnswer[] answers = await Task.WhenAll(live).WaitAsync(Limit);

        Assert.All(answers, static answer => Assert.Null(answer.Failure));
        time.RunOut();
        Assert.All(await Task.WhenAll(dead).WaitAsync(Limit), static answer => Assert.EndsWith("no answer within 5 s", answer.Failure?.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8, 100, 0, 8)]
    [InlineData(8, 3, 0, 3)]
    [InlineData(256, 1000, 0, 256)]
    [InlineData(512, 1000, 1000, 0)]
    [InlineData(64, 0, 1000, 64)]
    [InlineData(128, 0, 1000, 0)]
    [InlineData(300, 0, 1000, 0)]
    public void Missing_LookupsThatWait_DoubleThreadsWithinBounds(int threads, int hopeful, int doubtful, int expected) =>
        Assert.Equal(expected, LookupThreads.Missing(threads, hopeful, doubtful));

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private static string AddressIn(NameAnswer answer) => Assert.Single(answer.Addresses).ToString();

    private IPAddress[] LookUp(string host)
    {
        _asked.Enqueue(host);
        if (!host.StartsWith("live", StringComparison.Ordinal))
        {
            _answersCome.Wait();
        }

        return host switch
        {
            "unknown" => throw new SocketException((int)SocketError.HostNotFound),
            "odd" => throw new ArgumentException("no name", nameof(host)),
            "empty" => [],
            _ => [IPAddress.Parse(_address)],
        };
    }

    /// <summary>Timers that run out when the test says so.</summary>
    private sealed class HeldTimers : TimeProvider
    {
        private readonly ConcurrentQueue<Action> _timers = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Enqueue(() => callback(state));
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void RunOut()
        {
            while (_timers.TryDequeue(out Action? callback))
            {
                callback();
            }
        }
    }
}
