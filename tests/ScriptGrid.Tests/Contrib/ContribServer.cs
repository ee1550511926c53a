using ScriptGrid.Tests.Servers;

namespace ScriptGrid.Tests.Contrib;

/// <summary>A Redis with a known keyspace, on which the scripts of contrib run as a user who may do only what their headers name.</summary>
internal sealed class ContribServer : IAsyncDisposable
{
    private readonly RedisServerProcess _server;

    private ContribServer(RedisServerProcess server) => _server = server;

    /// <summary>Starts an empty server.</summary>
    public static async Task<ContribServer> StartAsync() =>
        new(await RedisServerProcess.StartAsync("user metrics on nopass %R~* +eval +eval_ro +scan +llen +hello"));

    /// <summary>Runs a command that sets data up.</summary>
    public Task<object?> CommandAsync(params string[] command) => _server.CommandAsync(command);

    /// <summary>Adds lists <c>{prefix}1</c> to <c>{prefix}{count}</c>, each as long as its number.</summary>
    public Task<object?> AddListsAsync(string prefix, int count) => _server.CommandAsync(
        "EVAL", "for i = 1, ARGV[2] do for j = 1, i do redis.call('RPUSH', ARGV[1] .. i, j) end end", "0", prefix, $"{count}");

    /// <summary>Adds that many strings.</summary>
    public Task<object?> AddStringsAsync(int count) => _server.CommandAsync(
        "EVAL", "for i = 1, ARGV[1] do redis.call('SET', 'string:' .. i, i) end", "0", $"{count}");

    /// <summary>Runs a script with ARGV, read-only unless <paramref name="command"/> says otherwise, and returns its pairs.</summary>
    public async Task<Dictionary<string, string>> RunAsync(string file, string[] arguments, string command = "EVAL_RO", string protocol = "2")
    {
        string body = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "contrib", file));
        await using RespClient client = await _server.ConnectAsync();
        await client.CommandAsync("HELLO", protocol, "AUTH", "metrics", "");
        object? reply = await client.CommandAsync([command, body, "0", .. arguments]);
        return Assert.IsType<object?[]>(reply).Cast<string>().Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
