using System.Text;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Real Sentinels, and a master that dies under their eyes.</summary>
public sealed class SentinelSourceTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Failover_IsFollowed()
    {
        await using RedisServerProcess first = await RedisServerProcess.StartAsync();
        await using RedisServerProcess second = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {first.Port}");
        await using SentinelProcess one = await SentinelProcess.StartAsync(first, quorum: 2);
        await using SentinelProcess two = await SentinelProcess.StartAsync(first, quorum: 2);
        await using SentinelProcess three = await SentinelProcess.StartAsync(first, quorum: 2);
        string login = $"addresses: ['127.0.0.1:{FreePort.Find()}', {one.Address}, {two.Address}, {three.Address}], password: {SentinelProcess.Password}";
        IDiscoverySource all = Source($"{login}, masters: [all], keep_failed: 1h");
        IDiscoverySource masters = Source($"{login}, masters: [mail], roles: [master], keep_failed: 1ms");

        await ExpectAsync(all, $"{first.Address} master mail", $"{second.Address} replica mail");
        await ExpectAsync(masters, $"{first.Address} master mail");

        await first.StopAsync();
        await ExpectAsync(all, $"{second.Address} master mail", $"{first.Address} failed mail");
        await ExpectAsync(masters, $"{second.Address} master mail");

        await first.RestartAsync();
        await ExpectAsync(all, $"{second.Address} master mail", $"{first.Address} replica mail");
    }

    [Fact]
    public async Task Read_WrongPasswordOrUnknownMaster_IsAFailure()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync();
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(master, quorum: 1);

        SourceAnswer refused = await Source($"addresses: [{sentinel.Address}], password: wrong").ReadAsync(default);
        SourceAnswer unknown = await Source($"addresses: [{sentinel.Address}], password: {SentinelProcess.Password}, masters: [web]").ReadAsync(default);
        SourceAnswer none = await Source($"addresses: ['127.0.0.1:{FreePort.Find()}']").ReadAsync(default);

        Assert.All(new[] { refused, unknown, none }, static answer => Assert.Null(answer.Targets));
        Assert.Contains("WRONGPASS", refused.Problem, StringComparison.Ordinal);
        Assert.Equal("no Sentinel that answers watches web", unknown.Problem);
        Assert.Contains("refused", none.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remember_MasterThatNoSentinelWatches_StaysAsAnotherProcessFoundIt()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync();
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(master, quorum: 1);
        IDiscoverySource source = Source($"addresses: [{sentinel.Address}], password: {SentinelProcess.Password}, masters: [mail, web]");

        source.Remember(
        [
            DiscoveryFolder.Found("10.0.0.1:1", ("__meta_sentinel_master", "mail"), ("__meta_sentinel_role", "master")),
            DiscoveryFolder.Found("10.0.0.2:1", ("__meta_sentinel_master", "web"), ("__meta_sentinel_role", "replica")),
        ]);

        await ExpectAsync(source, $"{master.Address} master mail", "10.0.0.2:1 replica web");
    }

    [Fact]
    public async Task Read_OlderConfiguration_CountsIfMostSentinelsReportIt()
    {
        byte[] older = Masters(port: 2, epoch: 0);
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 5));
        await using ScriptedRedis two = FakeSentinel(Masters(port: 1, epoch: 5));
        await using ScriptedRedis three = FakeSentinel(Masters(port: 1, epoch: 5));
        IDiscoverySource source = Source($"addresses: [{one.Address}, {two.Address}, {three.Address}]");
        await ExpectAsync(source, "10.0.0.1:1 master mail");

        one.Answer = command => AnswerOf(command, older);
        two.Answer = three.Answer = static _ => ScriptedRedis.HangUp;
        Assert.Equal(["10.0.0.1:1"], (await source.ReadAsync(default)).Targets!.Value.Select(static target => target.Address));

        two.Answer = command => AnswerOf(command, older);
        Assert.Equal(["10.0.0.1:2"], (await source.ReadAsync(default)).Targets!.Value.Select(static target => target.Address));
    }

    [Theory]
    [InlineData("slave", "slave", "slave", "replica")]
    [InlineData("s_down,slave", "slave", "slave", "replica")]
    [InlineData("s_down,slave,disconnected", "s_down,slave", "slave", "failed")]
    [InlineData("o_down,s_down,slave", "slave", "slave", "failed")]
    [InlineData(null, "slave", null, "replica")]
    [InlineData(null, "s_down,slave", null, "failed")]
    [InlineData(null, "s_down,slave", "slave", "replica")]
    [InlineData(null, null, null, null)]
    public async Task Read_SentinelsOfDifferentOpinions_CountTogether(string? first, string? second, string? third, string? expected)
    {
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 5), Replicas(first));
        await using ScriptedRedis two = FakeSentinel(Masters(port: 1, epoch: 5), Replicas(second));
        await using ScriptedRedis three = FakeSentinel(Masters(port: 1, epoch: 5), Replicas(third));
        await using ScriptedRedis older = FakeSentinel(Masters(port: 2, epoch: 4), Replicas("s_down,slave"));

        IDiscoverySource source = Source($"addresses: [{older.Address}, {one.Address}, {two.Address}, {three.Address}]");

        await ExpectAsync(source, ["10.0.0.1:1 master mail", .. expected is null ? [] : new[] { $"10.0.0.9:1 {expected} mail" }]);
    }

    [Fact]
    public async Task Read_TwoAddressesWithOneNumber_ThatWhichMoreReportApplies()
    {
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 0));
        await using ScriptedRedis two = FakeSentinel(Masters(port: 2, epoch: 0));
        await using ScriptedRedis three = FakeSentinel(Masters(port: 2, epoch: 0));

        await ExpectAsync(Source($"addresses: [{one.Address}, {two.Address}, {three.Address}]"), "10.0.0.1:2 master mail");
    }

    [Fact]
    public async Task Read_SentinelsThatListAMasterDoNotAnswer_ItStaysAndThatIsAProblem()
    {
        byte[] none = "*0\r\n"u8.ToArray();
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 5));
        await using ScriptedRedis two = FakeSentinel(none);
        await using ScriptedRedis three = FakeSentinel(none);
        IDiscoverySource source = Source($"addresses: [{one.Address}, {two.Address}, {three.Address}]");
        await ExpectAsync(source, "10.0.0.1:1 master mail");

        one.Answer = three.Answer = static _ => ScriptedRedis.HangUp;
        SourceAnswer few = await source.ReadAsync(default);
        Assert.Equal(["10.0.0.1:1"], few.Targets!.Value.Select(static target => target.Address));
        Assert.StartsWith($"no Sentinel that answers watches mail; {one.Address}: ", few.Problem, StringComparison.Ordinal);
        Assert.Contains($"; {three.Address}: ", few.Problem, StringComparison.Ordinal);

        three.Answer = command => AnswerOf(command, none, none);
        Assert.Equal((0, null), Outcome(await source.ReadAsync(default))); // Most Sentinels answer without it.
    }

    [Fact]
    public async Task Read_SentinelThatListedAMasterAnswersWithoutIt_ItGoes()
    {
        byte[] none = "*0\r\n"u8.ToArray();
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 5));
        IDiscoverySource source = Source($"addresses: [{one.Address}, '127.0.0.1:{FreePort.Find()}', '127.0.0.1:{FreePort.Find()}']");
        await ExpectAsync(source, "10.0.0.1:1 master mail");

        one.Answer = command => AnswerOf(command, none, none);

        Assert.Equal((0, null), Outcome(await source.ReadAsync(default)));
    }

    [Fact]
    public async Task Read_OnlyOneOfThoseThatListAServerAnswers_NothingGoesByItAlone()
    {
        byte[] none = "*0\r\n"u8.ToArray();
        await using ScriptedRedis one = FakeSentinel(Masters(port: 1, epoch: 0), Replicas("slave"));
        await using ScriptedRedis two = FakeSentinel(Masters(port: 1, epoch: 0), Replicas("slave"));
        await using ScriptedRedis three = FakeSentinel(Masters(port: 1, epoch: 0), Replicas("slave"));
        string[] all = ["10.0.0.1:1 master mail", "10.0.0.9:1 replica mail"];
        IDiscoverySource source = Source($"addresses: [{one.Address}, {two.Address}, {three.Address}]");
        await ExpectAsync(source, all);
        two.Answer = three.Answer = static _ => ScriptedRedis.HangUp;

        one.Answer = command => AnswerOf(command, Masters(port: 1, epoch: 0), Replicas("s_down,slave"));
        await ExpectAsync(source, all);
        one.Answer = command => AnswerOf(command, Masters(port: 1, epoch: 0)); // It was created anew, and has not found the replica yet.
        await ExpectAsync(source, all);
        one.Answer = command => AnswerOf(command, none, none);
        await ExpectAsync(source, all);
        one.Answer = command => AnswerOf(command, Masters(port: 1, epoch: 1), Replicas("s_down,slave"));
        await ExpectAsync(source, all);
    }

    private static (int?, string?) Outcome(SourceAnswer answer) => (answer.Targets?.Length, answer.Problem);

    private static ScriptedRedis FakeSentinel(byte[] masters, byte[]? replicas = null) => ScriptedRedis.Start(command => AnswerOf(command, masters, replicas));

    private static byte[] AnswerOf(string[] command, byte[] masters, byte[]? replicas = null) => command switch
    {
        ["HELLO", ..] => "-ERR unknown command\r\n"u8.ToArray(),
        ["SENTINEL", "MASTERS"] => masters,
        ["SENTINEL", ..] => replicas ?? "*0\r\n"u8.ToArray(),
        _ => "+OK\r\n"u8.ToArray(),
    };

    private static byte[] Masters(int port, int epoch) =>
        ListOf("name", "mail", "ip", "10.0.0.1", "port", $"{port}", "flags", "master", "config-epoch", $"{epoch}");

    /// <summary>A list of one replica with these flags, or of none.</summary>
    private static byte[]? Replicas(string? flags) => flags is null ? null : ListOf("name", "10.0.0.9:1", "ip", "10.0.0.9", "port", "1", "flags", flags);

    private static byte[] ListOf(params string[] words) =>
        Encoding.UTF8.GetBytes($"*1\r\n*{words.Length}\r\n{string.Concat(words.Select(static word => $"${word.Length}\r\n{word}\r\n"))}");

    private static Task ExpectAsync(IDiscoverySource source, params string[] expected) => Eventually.EqualAsync(expected, async () =>
    {
        SourceAnswer answer = await source.ReadAsync(default);
        return
        [
            .. (answer.Targets ?? []).Select(static target =>
            {
                Dictionary<string, string> labels = new(target.Labels.Labels.ToArray());
                return $"{target.Address} {labels["__meta_sentinel_role"]} {labels["__meta_sentinel_master"]}";
            }),
        ];
    });

    private IDiscoverySource Source(string settings) => DiscoveryFolder.Source(_folder.Load($"  - sentinel: {{{settings}}}"));
}
