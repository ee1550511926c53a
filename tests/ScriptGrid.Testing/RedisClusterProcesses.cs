using System.Globalization;

namespace ScriptGrid.Testing;

/// <summary>A real Redis Cluster on the loopback: masters that share the slots, and a replica for each.</summary>
internal sealed class RedisClusterProcesses : IAsyncDisposable
{
    private const int Slots = 16384;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<(RedisServerProcess Server, int BusPort)> _nodes = [];

    /// <summary>The nodes: first the masters, then the replicas in the same order.</summary>
    public IReadOnlyList<RedisServerProcess> Nodes => [.. _nodes.Select(static node => node.Server)];

    /// <summary>Starts nodes with more lines of redis.conf, joins them, and waits until each knows all.</summary>
    public static async Task<RedisClusterProcesses> StartAsync(int masters, params string[] directives)
    {
        var cluster = new RedisClusterProcesses();
        try
        {
            for (int node = 0; node < 2 * masters; node++)
            {
                await cluster.AddAsync(met: 0, directives);
            }

            for (int master = 0; master < masters; master++)
            {
                string first = Text(Slots * master / masters);
                string last = Text((Slots * (master + 1) / masters) - 1);
                await cluster.Nodes[master].CommandAsync("CLUSTER", "ADDSLOTSRANGE", first, last);
            }

            await cluster.WaitForAsync("cluster_state:ok", $"cluster_known_nodes:{2 * masters}");
            for (int master = 0; master < masters; master++)
            {
                await RepeatAsync(cluster.Nodes[masters + master], "OK", "CLUSTER", "REPLICATE", await IdOfAsync(cluster.Nodes[master]));
            }

            for (int replica = masters; replica < 2 * masters; replica++)
            {
                await RepeatAsync(cluster.Nodes[replica], "master_link_status:up", "INFO", "replication");
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another node, without slots, and has it meet one of the others.</summary>
    public async Task<RedisServerProcess> AddAsync(int met, params string[] directives)
    {
        int bus = FreePort.Find();
        RedisServerProcess node = await RedisServerProcess.StartAsync(
            ["cluster-enabled yes", "cluster-node-timeout 2000", $"cluster-port {bus}", .. directives]);
        _nodes.Add((node, bus));
        if (_nodes.Count > 1)
        {
            await node.CommandAsync("CLUSTER", "MEET", "127.0.0.1", Text(_nodes[met].Server.Port), Text(_nodes[met].BusPort));
        }

        return node;
    }

    /// <summary>The id of a node.</summary>
    public static async Task<string> IdOfAsync(RedisServerProcess node) => (string)(await node.CommandAsync("CLUSTER", "MYID"))!;

    /// <summary>Has a node forget another, once it knows it.</summary>
    public static Task ForgetAsync(RedisServerProcess node, string id) => RepeatAsync(node, "OK", "CLUSTER", "FORGET", id);

    /// <summary>Waits until CLUSTER INFO of every node has these lines.</summary>
    public async Task WaitForAsync(params string[] lines)
    {
        foreach (RedisServerProcess node in Nodes)
        {
            foreach (string line in lines)
            {
                await RepeatAsync(node, line, "CLUSTER", "INFO");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RedisServerProcess node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>Sends a command until its answer has the text: nodes learn of each other by and by.</summary>
    private static async Task RepeatAsync(RedisServerProcess node, string text, params string[] command)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            string answer = await AskAsync(node, command);
            if (answer.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            if (expired.IsCancellationRequested)
            {
                throw new TimeoutException($"{string.Join(' ', command)} never answered {text}: {answer}");
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task<string> AskAsync(RedisServerProcess node, string[] command)
    {
        try
        {
            return (await node.CommandAsync(command))?.ToString() ?? "";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.Message;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
