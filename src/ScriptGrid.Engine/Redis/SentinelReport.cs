using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Produces the results of the collector <c>sentinel</c>. A Sentinel runs no Lua, so the commands are sent one by one, and the rows are put together here as a
/// script would return them. The collector's file declares the metrics.
/// </summary>
internal static class SentinelReport
{
    private const int MaxReplyBytes = 4 * 1024 * 1024;

    /// <summary>SENTINEL MASTERS. It represents the whole report where a single command is named.</summary>
    public static readonly byte[] Masters = RedisCommand.Encode("SENTINEL", "MASTERS");

    private static readonly byte[] Info = RedisCommand.Encode("INFO", "sentinel");

    /// <summary>Whether a script's text asks for this report.</summary>
    public static bool IsAskedBy(ReadOnlySpan<byte> script) => script.StartsWith("--!sentinel"u8);

    /// <summary>Queries the Sentinel. Returns null on success; the exchange then holds the rows.</summary>
    public static async ValueTask<Failure?> RunAsync(RedisConnection connection, RedisExchange exchange)
    {
        (RedisReply? masters, Failure? failure) = await AskAsync(connection, exchange, Masters).ConfigureAwait(false);
        if (masters is null)
        {
            return failure is { IsCommandRefused: true }
                ? failure with { IsCommandRefused = false, Remedy = "the collector sentinel is for Sentinels; leave it out here" }
                : failure;
        }

        (RedisReply? info, failure) = await AskAsync(connection, exchange, Info).ConfigureAwait(false);
        if (info is null)
        {
            return failure;
        }

        string text = info.Text ?? "";
        var rows = new List<ReadOnlyMemory<byte>[]>(AllInInfo(text));
        foreach (RedisReply master in masters.Items)
        {
            if (await AddMasterAsync(connection, exchange, master, rows).ConfigureAwait(false) is { IsConnectionLost: true } lost)
            {
                return lost;
            }
        }

        exchange.Incoming.Put(Encode(text, rows));
        return null;
    }

    /// <summary>Returns rows from lines such as <c>master0:name=mail,status=ok,address=10.0.0.1:6379,slaves=1,sentinels=3</c>.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>[]> AllInInfo(string info)
    {
        foreach (string line in info.Split("\r\n").Where(static line => line.StartsWith("master", StringComparison.Ordinal) && line.Contains(":name=", StringComparison.Ordinal)))
        {
            Dictionary<string, string> fields = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',')
                .Select(static field => field.Split('=', 2)).Where(static pair => pair.Length == 2)
                .DistinctBy(static pair => pair[0]).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
            string name = fields.GetValueOrDefault("name", "");
            string address = fields.GetValueOrDefault("address", "");
            string status = fields.GetValueOrDefault("status", "");
            yield return Row("redis_sentinel_master_status", name, address, status, status == "ok" ? "1" : "0");
            yield return Row("redis_sentinel_master_slaves", name, address, fields.GetValueOrDefault("slaves", ""));
            yield return Row("redis_sentinel_master_sentinels", name, address, fields.GetValueOrDefault("sentinels", ""));
        }
    }

    private static async ValueTask<Failure?> AddMasterAsync(
        RedisConnection connection, RedisExchange exchange, RedisReply master, List<ReadOnlyMemory<byte>[]> rows)
    {
        string name = master.TextOf("name");
        string address = $"{master.TextOf("ip")}:{master.TextOf("port")}";
        (RedisReply? quorum, Failure? failure) = await AskAsync(connection, exchange, RedisCommand.Encode("SENTINEL", "CKQUORUM", name)).ConfigureAwait(false);
        rows.Add(Row("redis_sentinel_master_ckquorum_status", name, quorum?.Text ?? failure?.Message ?? "", quorum is null ? "0" : "1"));
        AddSettings(master, name, address, rows);
        (RedisReply? sentinels, Failure? second) = await AskAsync(connection, exchange, RedisCommand.Encode("SENTINEL", "SENTINELS", name)).ConfigureAwait(false);
        (RedisReply? replicas, Failure? third) = await AskAsync(connection, exchange, RedisCommand.Encode("SENTINEL", "SLAVES", name)).ConfigureAwait(false);

        // The Sentinel that is asked does not list itself.
        AddCount("redis_sentinel_master_ok_sentinels", sentinels, 1);
        AddCount("redis_sentinel_master_ok_slaves", replicas, 0);
        return new[] { failure, second, third }.FirstOrDefault(static failure => failure is { IsConnectionLost: true });

        void AddCount(string family, RedisReply? others, int more)
        {
            if (others is not null)
            {
                rows.Add(Row(family, name, address, (others.Items.Count(IsUp) + more).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private static void AddSettings(RedisReply master, string name, string address, List<ReadOnlyMemory<byte>[]> rows)
    {
        foreach ((string family, string field) in new[]
        {
            ("redis_sentinel_master_setting_ckquorum", "quorum"),
            ("redis_sentinel_master_setting_failover_timeout", "failover-timeout"),
            ("redis_sentinel_master_setting_parallel_syncs", "parallel-syncs"),
            ("redis_sentinel_master_setting_down_after_milliseconds", "down-after-milliseconds"),
            ("redis_sentinel_master_config_epoch", "config-epoch"),
        })
        {
            if (master.TextOf(field) is { Length: > 0 } value)
            {
                rows.Add(Row(family, name, address, value));
            }
        }

        if (long.TryParse(master.TextOf("last-ok-ping-reply"), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds))
        {
            rows.Add(Row("redis_sentinel_master_last_ok_ping_reply_seconds", name, address, (milliseconds / 1000.0).ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsUp(RedisReply server) => !server.TextOf("flags").Split(',').Any(static flag => flag is "s_down" or "o_down");

    private static async ValueTask<(RedisReply? Reply, Failure? Failure)> AskAsync(RedisConnection connection, RedisExchange exchange, byte[] command)
    {
        Failure? failure = await connection.ExecuteAsync(command, exchange, MaxReplyBytes).ConfigureAwait(false);
        return failure is null ? (RedisReply.Read(exchange.Reply), null) : (null, failure);
    }

    private static ReadOnlyMemory<byte>[] Row(params string[] words) => [.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    /// <summary>Encodes an array of the text, whose lines the collector's file describes, followed by the rows.</summary>
    private static byte[] Encode(string text, List<ReadOnlyMemory<byte>[]> rows)
    {
        using var reply = new MemoryStream();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        reply.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{rows.Count + 1}\r\n${bytes.Length}\r\n")));
        reply.Write(bytes);
        reply.Write("\r\n"u8);
        foreach (ReadOnlyMemory<byte>[] row in rows)
        {
            reply.Write(RedisCommand.Encode(row));
        }

        return reply.ToArray();
    }
}
