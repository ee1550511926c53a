using System.Globalization;

namespace ScriptGrid.Testing;

/// <summary>A real Redis Cluster on the loopback: masters that share the slots, and a replica for each.</summary>
internal sealed class RedisClusterProcesses : IAsyncDisposable
{
    private const int Slots = 16384;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>After this time, a Redis gives up a manual failover (CLUSTER_MF_TIMEOUT, 5 s), so that it must be requested again.</summary>
    private static readonly TimeSpan ManualFailoverLimit = TimeSpan.FromSeconds(6);

    private readonly List<(RedisServerProcess Server, int BusPort)> _nodes = [];

    /// <summary>The nodes: first the masters, then the replicas in the same order.</summary>
    public IReadOnlyList<RedisServerProcess> Nodes => [.. _nodes.Select(static node => node.Server)];

    /// <summary>Starts nodes with additional lines of redis.conf, joins them, and waits until each one knows all others.</summary>
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

    /// <summary>Starts another node without slots, and makes it meet one of the others.</summary>
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

    /// <summary>Waits until a node knows another.</summary>
    public static Task KnowsAsync(RedisServerProcess node, string id) => RepeatAsync(node, id, "CLUSTER", "NODES");

    /// <summary>Makes a node forget another one, once it knows it.</summary>
    public static Task ForgetAsync(RedisServerProcess node, string id) => RepeatAsync(node, "OK", "CLUSTER", "FORGET", id);

    /// <summary>
    /// Moves an empty slot as a reshard does: the new owner imports it, which gives it a newer epoch, and all nodes are waited for. Without that epoch, nodes
    /// would disagree about the slot forever, and nodes that disagree would not vote for a replica.
    /// </summary>
    public async Task MoveSlotAsync(int slot, RedisServerProcess source, RedisServerProcess target)
    {
        string from = await IdOfAsync(source);
        string to = await IdOfAsync(target);
        await target.CommandAsync("CLUSTER", "SETSLOT", Text(slot), "IMPORTING", from);
        await source.CommandAsync("CLUSTER", "SETSLOT", Text(slot), "MIGRATING", to);
        await target.CommandAsync("CLUSTER", "SETSLOT", Text(slot), "NODE", to);
        await source.CommandAsync("CLUSTER", "SETSLOT", Text(slot), "NODE", to);
        foreach (RedisServerProcess node in Nodes)
        {
            await RepeatAsync(node, nodes => Owns(nodes, to, slot), "CLUSTER", "NODES");
        }
    }

    /// <summary>Makes a replica take over from its master. Asks again if the masters' votes or the time did not suffice.</summary>
    public static async Task FailOverAsync(RedisServerProcess replica)
    {
        await RepeatAsync(replica, "master_link_status:up", "INFO", "replication");
        using var expired = new CancellationTokenSource(Limit);
        while (!await IsMasterAsync(replica))
        {
            if (expired.IsCancellationRequested)
            {
                throw new TimeoutException($"{replica.Address} never took over: {await AskAsync(replica, ["CLUSTER", "NODES"])}");
            }

            await AskAsync(replica, ["CLUSTER", "FAILOVER"]);
            using var asked = new CancellationTokenSource(ManualFailoverLimit);
            while (!asked.IsCancellationRequested && !await IsMasterAsync(replica))
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Waits until CLUSTER INFO of every node contains these lines.</summary>
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

    /// <summary>Repeats a command until its answer contains the text, because nodes learn of each other gradually.</summary>
    private static Task RepeatAsync(RedisServerProcess node, string text, params string[] command) =>
        RepeatAsync(node, answer => answer.Contains(text, StringComparison.Ordinal), command);

    private static async Task RepeatAsync(RedisServerProcess node, Func<string, bool> isWanted, params string[] command)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            string answer = await AskAsync(node, command);
            if (isWanted(answer))
            {
                return;
            }

            if (expired.IsCancellationRequested)
            {
                throw new TimeoutException($"{node.Address} never answered {string.Join(' ', command)} as was wanted: {answer}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Whether a node owns a slot according to CLUSTER NODES: single slots and ranges begin at the ninth word of its line.</summary>
    private static bool Owns(string nodes, string id, int slot) =>
        nodes.Split('\n').Single(line => line.StartsWith(id, StringComparison.Ordinal)).Split(' ').Skip(8)
            .Where(static range => !range.StartsWith('['))
            .Select(static range => Array.ConvertAll(range.Split('-'), static bound => int.Parse(bound, CultureInfo.InvariantCulture)))
            .Any(range => range[0] <= slot && slot <= range[^1]);

    private static async Task<bool> IsMasterAsync(RedisServerProcess node) =>
        (await AskAsync(node, ["INFO", "replication"])).Contains("role:master", StringComparison.Ordinal);

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
