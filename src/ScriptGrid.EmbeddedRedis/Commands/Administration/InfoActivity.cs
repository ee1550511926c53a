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
        InfoWriter info, Keyspace keyspace, ClientEviction clients, Tracking tracking, CommandRunner runner, Throughput throughput, Traffic traffic, PubSub messages, Replicas replicas)
    {
        info.Section("Stats");
        info.Line("total_connections_received", traffic.ConnectionsReceived);
        info.Line("total_commands_processed", runner.Processed);
        info.Line("instantaneous_ops_per_sec", throughput.PerSecond);
        info.Line("total_net_input_bytes", traffic.InputBytes);
        info.Line("total_net_output_bytes", traffic.OutputBytes);
        info.Line("total_net_repl_input_bytes", 0);
        info.Line("total_net_repl_output_bytes", replicas.OutputBytes);
        info.Formatted("instantaneous_input_kbps", $"{throughput.InputRate / 1024:0.00}");
        info.Formatted("instantaneous_output_kbps", $"{throughput.OutputRate / 1024:0.00}");
        info.Line("instantaneous_input_repl_kbps", "0.00");
        info.Formatted("instantaneous_output_repl_kbps", $"{throughput.ReplicationRate / 1024:0.00}");
        info.Line("rejected_connections", traffic.ConnectionsRejected);
        info.Line("sync_full", replicas.Copies);
        info.Line("sync_partial_ok", 0);
        info.Line("sync_partial_err", replicas.RefusedContinuations);
        info.Line("expired_keys", keyspace.Sum(static statistics => statistics.Expired));
        info.Line("expired_stale_perc", "0.00");
        info.Line("expired_time_cap_reached_count", 0);
        info.Line("expire_cycle_cpu_milliseconds", (long)keyspace.ExpireCycles.TotalMilliseconds);
        info.Line("evicted_keys", keyspace.Sum(static statistics => statistics.Evicted));
        info.Line("evicted_clients", clients.Evicted);
        info.Zeros("total_eviction_exceeded_time", "current_eviction_exceeded_time");
        info.Line("keyspace_hits", keyspace.Sum(static statistics => statistics.Hits));
        info.Line("keyspace_misses", keyspace.Sum(static statistics => statistics.Misses));
        info.Line("pubsub_channels", messages.Channels.Count);
        info.Line("pubsub_patterns", messages.Patterns.Count);
        info.Line("pubsubshard_channels", messages.ShardChannels.Count);
        info.Zeros("latest_fork_usec", "total_forks", "migrate_cached_sockets", "slave_expires_tracked_keys");
        info.Zeros("active_defrag_hits", "active_defrag_misses", "active_defrag_key_hits", "active_defrag_key_misses", "total_active_defrag_time", "current_active_defrag_time");
        info.Line("tracking_total_keys", tracking.Keys);
        info.Line("tracking_total_items", tracking.Items);
        info.Line("tracking_total_prefixes", tracking.Prefixes);
        info.Zeros("unexpected_error_replies");
        info.Line("total_error_replies", runner.Errors.Replies);
        info.Line("total_reads_processed", traffic.Reads);
        info.Line("total_writes_processed", traffic.Writes);
        info.Zeros("io_threaded_reads_processed", "io_threaded_writes_processed", "reply_buffer_shrinks", "reply_buffer_expands");
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

        Replicas replicas = replication.Replicas;
        info.Line("connected_slaves", replicas.All.Count);
        if (settings.MinReplicasToWrite.Value > 0 && settings.MinReplicasMaxLag.Value > 0)
        {
            info.Line("min_slaves_good_slaves", replicas.CountGood(settings.MinReplicasMaxLag.Value));
        }

        for (int i = 0; i < replicas.All.Count; i++)
        {
            ClientSession replica = replicas.All[i];
            ReplicaLink link = replica.Replica!;
            info.Formatted(
                $"slave{i}",
                $"ip={link.Address ?? replica.Connection!.RemoteEndPoint.Address.ToString()},port={link.Port},state=online,offset={link.AcknowledgedOffset},lag={(clock.Milliseconds - link.AcknowledgedAt) / 1000}");
        }

        info.Line("master_failover_state", "no-failover");
        info.Line("master_replid", replication.Id);
        info.Line("master_replid2", new string('0', 40));
        info.Line("master_repl_offset", replicas.Offset);
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
        foreach ((string code, long count) in errors.ByCode.OrderBy(static code => code.Key, StringComparer.Ordinal))
        {
            info.Line("errorstat_" + code, "count=" + count.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal static void Latencies(InfoWriter info, CommandTable commands, IReadOnlyList<double> percentiles)
    {
        info.Section("Latencystats");
        foreach (Command command in commands.WithSubcommands())
        {
            if (command.Statistics.Latency is { } latency)
            {
                IEnumerable<string> figures = percentiles.Select(percent =>
                    string.Create(CultureInfo.InvariantCulture, $"p{PercentilesSetting.TextOf(percent)}={latency.Percentile(percent):0.000}"));
                info.Line("latency_percentiles_usec_" + command.FullName, string.Join(',', figures));
            }
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
