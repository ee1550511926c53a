using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

/// <summary>
/// A Redis with a known keyspace, on which the scripts of contrib run as a user who may call only the commands that their headers name.
/// Every test of contrib gets its server here, and runs once for each name in <see cref="Names"/>.
/// </summary>
internal sealed partial class ContribServer : IAsyncDisposable
{
    private const string Real = "redis-server";
    private const string Embedded = "embedded";

    private readonly IAsyncDisposable _server;
    private readonly Func<Task<RespClient>> _connect;

    private ContribServer(IAsyncDisposable server, Func<Task<RespClient>> connect)
    {
        _server = server;
        _connect = connect;
    }

    /// <summary>The servers that the scripts are tested on.</summary>
    public static IReadOnlyList<string> Names { get; } = [Real, Embedded];

    /// <summary>Starts an empty server of this name.</summary>
    public static async Task<ContribServer> StartAsync(string name)
    {
        Assert.Contains(name, Names);
        if (name == Real)
        {
            return await StartRealAsync();
        }

        EmbeddedRedisServer embedded = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        return new(embedded, () => RespClient.ConnectAsync(embedded.EndPoint)) { Port = embedded.EndPoint.Port };
    }

    /// <summary>Starts an empty redis-server with these lines of redis.conf.</summary>
    public static async Task<ContribServer> StartRealAsync(params string[] directives)
    {
        RedisServerProcess server = await RedisServerProcess.StartAsync(directives);
        return new(server, server.ConnectAsync) { Port = server.Port };
    }

    /// <summary>A node of a cluster, which the cluster ends.</summary>
    public static ContribServer Of(RedisServerProcess node) => new(node, node.ConnectAsync) { Port = node.Port };

    /// <summary>The server's port.</summary>
    public int Port { get; private init; }

    /// <summary>The text of a script, by its path in contrib.</summary>
    public static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contrib", file));

    /// <summary>Runs a command that sets data up, or looks at what a script did.</summary>
    public async Task<object?> CommandAsync(params string[] command)
    {
        await using RespClient client = await _connect();
        return await client.CommandAsync(command);
    }

    /// <summary>Adds lists <c>{prefix}1</c> to <c>{prefix}{count}</c>, each as long as its number.</summary>
    public Task<object?> AddListsAsync(string prefix, int count) => CommandAsync(
        "EVAL", "for i = 1, ARGV[2] do for j = 1, i do redis.call('RPUSH', ARGV[1] .. i, j) end end", "0", prefix, $"{count}");

    /// <summary>Adds strings <c>{prefix}1</c> to <c>{prefix}{count}</c>.</summary>
    public Task<object?> AddStringsAsync(int count, string prefix = "string:") => CommandAsync(
        "EVAL", "for i = 1, ARGV[2] do redis.call('SET', ARGV[1] .. i, i) end", "0", prefix, $"{count}");

    /// <summary>Runs a collector script, read-only unless <paramref name="command"/> says otherwise, and returns its pairs.</summary>
    public async Task<Dictionary<string, string>> RunAsync(string file, string[] arguments, string command = "EVAL_RO", string protocol = "2")
    {
        object? reply = await EvalAsync(command, protocol, file, ["%R~*"], [], arguments);
        return Assert.IsType<object?[]>(reply).Cast<string>().Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
    }

    /// <summary>Runs a collector by its name, read-only, and returns its rows as lines, <c>name label… value</c>.</summary>
    public async Task<string[]> RowsAsync(string collector, params string[] arguments)
    {
        object? reply = await EvalAsync("EVAL_RO", "2", Path.Combine("collectors", $"{collector}.lua"), ["%R~*"], [], arguments);
        return [.. Assert.IsType<object?[]>(reply).Select(static row => string.Join(' ', Assert.IsType<object?[]>(row)))];
    }

    /// <summary>Runs a collector as ScriptGrid does, and returns the series of its metrics as lines, <c>name label… value</c>.</summary>
    public Task<string[]> SeriesAsync(string collector, params string[] arguments) => SeriesOfAsync(collector, static text => text, arguments);

    /// <summary>As <see cref="SeriesAsync"/>, with the collector's text changed.</summary>
    public async Task<string[]> SeriesOfAsync(string collector, Func<string, string> change, params string[] arguments)
    {
        TrialOutcome outcome = await TryAsync(collector, change, arguments);
        Assert.Null(outcome.Failure);
        return SeriesOf(outcome);
    }

    /// <summary>The series of a run's declared metrics as lines.</summary>
    public static string[] SeriesOf(TrialOutcome outcome) =>
    [
        .. SeriesLine().Matches(Encoding.UTF8.GetString(outcome.Page))
            .Where(static line => !line.Groups[1].Value.StartsWith("redis_script_", StringComparison.Ordinal))
            .Select(static line => string.Join(' ', [line.Groups[1].Value, .. line.Groups[2].Captures.Select(static label => label.Value), line.Groups[3].Value])),
    ];

    /// <summary>Runs a collector as ScriptGrid does, with its text changed.</summary>
    public async Task<TrialOutcome> TryAsync(string collector, Func<string, string> change, params string[] arguments)
    {
        string body = await ReadAsync(Path.Combine("collectors", $"{collector}.lua"));
        await GrantAsync(body, ["%R~*"]);
        var settings = new CommandLineSettings
        {
            Settings = [new Setting(Setting.Collect, collector, "--collect"), new Setting(Setting.Target, $"redis://metrics:any@127.0.0.1:{Port}", "--target")],
        };
        TargetSpec target = new ConfigurationLoader(settings).Load().Configuration!.Targets[0];
        ScriptSpec script = target.Scripts[0] with { Body = Encoding.UTF8.GetBytes(change(body)), Arguments = [.. arguments], Timeout = TimeSpan.FromSeconds(30) };
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: true);
        return await new ScriptTrial(naming, TimeProvider.System).RunAsync(target, script, CancellationToken.None);
    }

    /// <summary>Runs a pattern by its name, as a user who may use no keys but these, and returns its reply.</summary>
    public Task<object?> CallAsync(string pattern, string[] keys, params string[] arguments) =>
        EvalAsync("EVAL", "2", PatternFile(pattern), [.. keys.Select(static key => $"~{key}")], keys, arguments);

    /// <summary>Runs a pattern that only reads, by EVAL_RO and as a user who may read no keys but these.</summary>
    public Task<object?> CallReadOnlyAsync(string pattern, string[] keys, params string[] arguments) =>
        EvalAsync("EVAL_RO", "2", PatternFile(pattern), [.. keys.Select(static key => $"%R~{key}")], keys, arguments);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string PatternFile(string pattern) => Path.Combine("patterns", $"{pattern}.lua");

    private async Task<object?> EvalAsync(
        string command, string protocol, string file, string[] keyRules, string[] keys, string[] arguments)
    {
        string body = await ReadAsync(file);
        await GrantAsync(body, keyRules);
        await using RespClient client = await _connect();
        await client.CommandAsync("HELLO", protocol, "AUTH", "metrics", "");
        return await client.CommandAsync([command, body, $"{keys.Length}", .. keys, .. arguments]);
    }

    private Task<object?> GrantAsync(string body, string[] keyRules)
    {
        string needs = NeedsLine().Match(body).Value;
        IEnumerable<string> commands = CommandRule().Matches(needs).Select(static match => match.Value);
        return CommandAsync(
            ["ACL", "SETUSER", "metrics", "reset", "on", "nopass", "+hello", "+eval", "+eval_ro", "+evalsha_ro", "+script|load", .. commands, .. keyRules]);
    }

    [GeneratedRegex(@"^-- Needs .*$", RegexOptions.Multiline)]
    private static partial Regex NeedsLine();

    [GeneratedRegex("""^(\w+)(?:\{(?:\w+="([^"]*)",?)*\})? (\S+)$""", RegexOptions.Multiline)]
    private static partial Regex SeriesLine();

    [GeneratedRegex(@"\+[a-z|]+")]
    private static partial Regex CommandRule();
}
