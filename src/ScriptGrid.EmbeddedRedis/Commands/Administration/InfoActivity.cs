using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The sections of INFO on what the server has done.</summary>
internal static class InfoActivity
{
    internal static void Statistics(InfoWriter info, RedisServer server)
    {
        ServerStatistics statistics = server.Statistics;
        info.Section("Stats");
        info.Line("total_connections_received", statistics.ConnectionsReceived);
        info.Line("total_commands_processed", statistics.CommandsProcessed);
        info.Line("instantaneous_ops_per_sec", server.OperationsPerSecond);
        info.Line("total_net_input_bytes", statistics.InputBytes);
        info.Line("total_net_output_bytes", statistics.OutputBytes);
        info.Line("rejected_connections", statistics.ConnectionsRejected);
        info.Zeros("sync_full", "sync_partial_ok", "sync_partial_err");
        info.Line("expired_keys", server.Databases.Sum(static database => database.Statistics.Expired));
        info.Zeros("evicted_keys", "evicted_clients");
        info.Line("keyspace_hits", server.Databases.Sum(static database => database.Statistics.Hits));
        info.Line("keyspace_misses", server.Databases.Sum(static database => database.Statistics.Misses));
        info.Line("pubsub_channels", server.PubSub.Channels.Count);
        info.Line("pubsub_patterns", server.PubSub.Patterns.Count);
        info.Line("pubsubshard_channels", server.PubSub.ShardChannels.Count);
        info.Zeros("latest_fork_usec", "total_forks", "tracking_total_keys", "unexpected_error_replies");
        info.Line("total_error_replies", statistics.ErrorReplies);
        info.Line("total_reads_processed", statistics.ReadsProcessed);
        info.Line("total_writes_processed", statistics.WritesProcessed);
        info.Line("acl_access_denied_auth", statistics.AclDeniedAuthentications);
    }

    internal static void Replication(InfoWriter info, RedisServer server)
    {
        Server.Replication replication = server.Replication;
        info.Section("Replication");
        info.Line("role", replication.IsReplica ? "slave" : "master");
        if (replication.IsReplica)
        {
            info.Line("master_host", replication.MasterHost!);
            info.Line("master_port", replication.MasterPort);
            info.Line("master_link_status", "down");
            info.Line("master_last_io_seconds_ago", -1);
            info.Zeros("master_sync_in_progress", "slave_read_repl_offset", "slave_repl_offset");
            info.Line("master_link_down_since_seconds", (server.Clock.Milliseconds - replication.Since) / 1000);
            info.Line("slave_priority", 100);
            info.Line("slave_read_only", server.Settings.ReplicaReadOnly.Value ? 1 : 0);
            info.Line("replica_announced", 1);
        }

        info.Line("connected_slaves", 0);
        info.Line("master_failover_state", "no-failover");
        info.Line("master_replid", replication.Id);
        info.Line("master_replid2", new string('0', 40));
        info.Line("master_repl_offset", 0);
        info.Line("second_repl_offset", -1);
        info.Line("repl_backlog_active", 0);
        info.Line("repl_backlog_size", 1 << 20);
        info.Zeros("repl_backlog_first_byte_offset", "repl_backlog_histlen");
    }

    internal static void Cpu(InfoWriter info, RedisServer _)
    {
        Environment.ProcessCpuUsage usage = Environment.CpuUsage;
        info.Section("CPU");
        info.Line("used_cpu_sys", $"{usage.PrivilegedTime.TotalSeconds:0.000000}");
        info.Line("used_cpu_user", $"{usage.UserTime.TotalSeconds:0.000000}");
        info.Line("used_cpu_sys_children", "0.000000");
        info.Line("used_cpu_user_children", "0.000000");
    }

    internal static void Commands(InfoWriter info, RedisServer server)
    {
        info.Section("Commandstats");
        foreach (Command command in server.Commands.WithSubcommands().Where(static command => !command.Statistics.IsEmpty))
        {
            CommandStatistics statistics = command.Statistics;
            double each = statistics.Calls == 0 ? 0 : statistics.Microseconds / statistics.Calls;
            info.Line(
                "cmdstat_" + command.FullName,
                $"calls={statistics.Calls},usec={(long)statistics.Microseconds},usec_per_call={each:0.00},rejected_calls={statistics.RejectedCalls},failed_calls={statistics.FailedCalls}");
        }
    }

    internal static void Errors(InfoWriter info, RedisServer server)
    {
        info.Section("Errorstats");
        foreach ((string code, long count) in server.Statistics.Errors)
        {
            info.Line("errorstat_" + code, "count=" + count.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal static void Cluster(InfoWriter info, RedisServer _)
    {
        info.Section("Cluster");
        info.Line("cluster_enabled", 0);
    }

    internal static void Keyspace(InfoWriter info, RedisServer server)
    {
        info.Section("Keyspace");
        for (int i = 0; i < server.Databases.Length; i++)
        {
            Database database = server.Databases[i];
            if (database.Keys > 0)
            {
                info.Line($"db{i}", $"keys={database.Keys},expires={database.KeysWithExpiry},avg_ttl={database.AverageTtl}");
            }
        }
    }
}
