using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The sections of INFO on what the server has done.</summary>
internal static class InfoActivity
{
    internal static void Statistics(
        InfoWriter info, Keyspace keyspace, CommandRunner runner, Throughput throughput, Traffic traffic, PubSub messages, AccessControl access)
    {
        info.Section("Stats");
        info.Line("total_connections_received", traffic.ConnectionsReceived);
        info.Line("total_commands_processed", runner.Processed);
        info.Line("instantaneous_ops_per_sec", throughput.PerSecond);
        info.Line("total_net_input_bytes", traffic.InputBytes);
        info.Line("total_net_output_bytes", traffic.OutputBytes);
        info.Line("rejected_connections", traffic.ConnectionsRejected);
        info.Zeros("sync_full", "sync_partial_ok", "sync_partial_err");
        info.Line("expired_keys", keyspace.Sum(static statistics => statistics.Expired));
        info.Zeros("evicted_keys", "evicted_clients");
        info.Line("keyspace_hits", keyspace.Sum(static statistics => statistics.Hits));
        info.Line("keyspace_misses", keyspace.Sum(static statistics => statistics.Misses));
        info.Line("pubsub_channels", messages.Channels.Count);
        info.Line("pubsub_patterns", messages.Patterns.Count);
        info.Line("pubsubshard_channels", messages.ShardChannels.Count);
        info.Zeros("latest_fork_usec", "total_forks", "tracking_total_keys", "unexpected_error_replies");
        info.Line("total_error_replies", runner.Errors.Replies);
        info.Line("total_reads_processed", traffic.Reads);
        info.Line("total_writes_processed", traffic.Writes);
        info.Line("acl_access_denied_auth", access.DeniedLogins);
    }

    internal static void Replication(InfoWriter info, Replication replication, ServerSettings settings, ServerClock clock)
    {
        info.Section("Replication");
        info.Line("role", replication.IsReplica ? "slave" : "master");
        if (replication.IsReplica)
        {
            info.Line("master_host", replication.MasterHost!);
            info.Line("master_port", replication.MasterPort);
            info.Line("master_link_status", "down");
            info.Line("master_last_io_seconds_ago", -1);
            info.Zeros("master_sync_in_progress", "slave_read_repl_offset", "slave_repl_offset");
            info.Line("master_link_down_since_seconds", (clock.Milliseconds - replication.Since) / 1000);
            info.Line("slave_priority", 100);
            info.Line("slave_read_only", settings.ReplicaReadOnly.Value ? 1 : 0);
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

    internal static void Cpu(InfoWriter info)
    {
        Environment.ProcessCpuUsage usage = Environment.CpuUsage;
        info.Section("CPU");
        info.Formatted("used_cpu_sys", $"{usage.PrivilegedTime.TotalSeconds:0.000000}");
        info.Formatted("used_cpu_user", $"{usage.UserTime.TotalSeconds:0.000000}");
        info.Line("used_cpu_sys_children", "0.000000");
        info.Line("used_cpu_user_children", "0.000000");
    }

    internal static void Commands(InfoWriter info, CommandTable commands)
    {
        info.Section("Commandstats");
        foreach (Command command in commands.WithSubcommands().Where(static command => !command.Statistics.IsEmpty))
        {
            CommandStatistics statistics = command.Statistics;
            double each = statistics.Calls == 0 ? 0 : statistics.Microseconds / statistics.Calls;
            info.Formatted(
                "cmdstat_" + command.FullName,
                $"calls={statistics.Calls},usec={(long)statistics.Microseconds},usec_per_call={each:0.00},rejected_calls={statistics.RejectedCalls},failed_calls={statistics.FailedCalls}");
        }
    }

    internal static void Errors(InfoWriter info, ErrorStatistics errors)
    {
        info.Section("Errorstats");
        foreach ((string code, long count) in errors.ByCode)
        {
            info.Line("errorstat_" + code, "count=" + count.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal static void Cluster(InfoWriter info)
    {
        info.Section("Cluster");
        info.Line("cluster_enabled", 0);
    }

    internal static void Keyspace(InfoWriter info, Database[] databases)
    {
        info.Section("Keyspace");
        for (int i = 0; i < databases.Length; i++)
        {
            Database database = databases[i];
            if (database.Keys > 0)
            {
                info.Formatted($"db{i}", $"keys={database.Keys},expires={database.KeysWithExpiry},avg_ttl={database.AverageTtl}");
            }
        }
    }
}
