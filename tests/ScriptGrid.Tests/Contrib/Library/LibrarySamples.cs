namespace ScriptGrid.Tests.Contrib.Library;

/// <summary>The samples of docs/library.md: each script of contrib but those of the demo, in the order of the page.</summary>
internal static class LibrarySamples
{
    private static readonly string[] Lists = ["RPUSH mail:sms a b c", "RPUSH mail:push a", "SET mail:limit 5", "RPUSH jobs a b"];

    private static readonly string[] Stream =
    [
        "XADD orders 5-1 item tea", "XADD orders 6-1 item jam", "XGROUP CREATE orders billing 0", "XREADGROUP GROUP billing worker-1 COUNT 1 STREAMS orders >",
    ];

    /// <summary>All of them.</summary>
    public static LibrarySample[] All { get; } =
    [
        new("sample_collect_script.lua") { Data = Lists, Arguments = ["mail:*"] },
        new("collect_lists_length_growing.lua") { Data = Lists, Arguments = ["mail:*"] },
        new("key_groups.lua") { Data = Lists, Arguments = ["2000", "100", "^(%w+):"], Moving = ["memory_bytes:mail", "memory_bytes:unclassified"] },
        new("collectors/info.lua")
        {
            Data = [.. Lists, "EXPIRE mail:limit 100000", "SAVE"],
            Moving =
            [
                "redis_uptime_in_seconds", "redis_memory_used_bytes", "redis_connected_clients", "redis_commands_processed_total", "redis_commands_total",
                "redis_cpu_sys_seconds_total", "redis_net_input_bytes_total", "redis_start_time_seconds", "redis_commands_duration_seconds_total", "redis_db_avg_ttl_seconds",
                "redis_latency_percentiles_usec",
            ],
            Shown =
            [
                "redis_uptime_in_seconds", "redis_connected_clients", "redis_blocked_clients", "redis_memory_used_bytes", "redis_memory_max_bytes", "redis_rdb_changes_since_last_save",
                "redis_rdb_last_bgsave_status", "redis_net_input_bytes_total", "redis_commands_processed_total", "redis_evicted_keys_total", "redis_keyspace_hits_total",
                "redis_connected_slaves", "redis_cpu_sys_seconds_total", "redis_db_keys", "redis_db_keys_expiring", "redis_db_avg_ttl_seconds", "redis_commands_total cmd=\"rpush\"",
                "redis_commands_duration_seconds_total cmd=\"rpush\"",
            ],
        },
        new("collectors/slowlog.lua")
        {
            Data = ["CONFIG SET slowlog-log-slower-than 0", "SET mail:limit 5", "CONFIG SET slowlog-log-slower-than -1"],
            Moving = ["redis_slowlog_length", "redis_slowlog_last_id", "redis_last_slow_execution_duration_seconds"],
        },
        new("collectors/cluster.lua")
        {
            Data = ["CLUSTER ADDSLOTSRANGE 0 16383"],
            Directives = ["cluster-enabled yes"],
            Ready = ("CLUSTER INFO", "cluster_state:ok"),
            Moving = ["redis_cluster_current_epoch", "redis_cluster_my_epoch", "redis_cluster_messages_sent_total", "redis_cluster_messages_received_total"],
        },
        new("collectors/replication.lua")
        {
            Data = Lists,
            HasReplica = true,
            Ready = ("INFO replication", "state=online"),
            Moving = ["redis_replica_lag_bytes", "redis_replica_lag_seconds"],
        },
        new("collectors/keys.lua")
        {
            Data = Lists,
            Arguments = ["mail:*", "jobs", "count=mail:*"],
            Moving = ["redis_key_memory_usage_bytes"],
        },
        new("collectors/streams.lua")
        {
            Data = Stream,
            Arguments = ["orders"],
            Moving = ["redis_stream_group_consumer_idle_seconds", "redis_stream_radix_tree_keys", "redis_stream_radix_tree_nodes"],
        },
        new("collectors/key_groups.lua")
        {
            Data = Lists,
            Arguments = ["^(%w+):"],
            Moving = ["redis_key_group_memory_usage_bytes", "redis_last_key_groups_scrape_duration_milliseconds"],
        },
        new("patterns/compare_and_set.lua") { Data = ["SET stock 4"], Keys = ["stock"], Arguments = ["4", "3"] },
        new("patterns/set_if_absent.lua") { Keys = ["mail:sent:17"], Arguments = ["1", "60000"] },
        new("patterns/get_or_set.lua") { Keys = ["order:17"], Arguments = ["a7", "60000"] },
        new("patterns/increment_with_limit.lua") { Data = ["SET seats 9"], Keys = ["seats"], Arguments = ["10"] },
        new("patterns/counter_with_reset.lua") { Data = ["SET visits 42"], Keys = ["visits"] },
        new("patterns/atomic_move.lua") { Data = ["RPUSH {mail}:waiting a b"], Keys = ["{mail}:waiting", "{mail}:done"], Arguments = ["b"] },
        new("patterns/filter_by_threshold.lua") { Data = ["ZADD failures 1 a 7 b 4 c"], Keys = ["failures"], Arguments = ["3"] },
        new("patterns/lock_acquire.lua") { Keys = ["lock:report"], Arguments = ["worker-1", "30000"] },
        new("patterns/lock_extend.lua") { Data = ["SET lock:report worker-1 PX 30000"], Keys = ["lock:report"], Arguments = ["worker-1", "30000"] },
        new("patterns/lock_release.lua") { Data = ["SET lock:report worker-1 PX 30000"], Keys = ["lock:report"], Arguments = ["worker-1"] },
        new("patterns/rate_limit_fixed_window.lua") { Keys = ["limit:api"], Arguments = ["10", "60000"] },
        new("patterns/rate_limit_sliding_window.lua") { Keys = ["limit:api"], Arguments = ["10", "60000"] },
        new("patterns/rate_limit_token_bucket.lua") { Keys = ["limit:api"], Arguments = ["10", "1", "60000"] },
        new("patterns/hash_increment_with_bounds.lua") { Data = ["HSET account balance 5"], Keys = ["account"], Arguments = ["balance", "-7", "0", "100"] },
        new("patterns/hash_set_if_greater.lua") { Data = ["HSET marks peak 3"], Keys = ["marks"], Arguments = ["peak", "4.5"] },
        new("patterns/hash_get_with_defaults.lua") { Data = ["HSET settings limit 7"], Keys = ["settings"], Arguments = ["limit", "5", "retries", "3"] },
        new("patterns/list_pop_with_minimum.lua") { Data = ["RPUSH pool a b c"], Keys = ["pool"], Arguments = ["2"] },
        new("patterns/circular_buffer.lua") { Data = ["RPUSH recent a b c"], Keys = ["recent"], Arguments = ["3", "d"] },
    ];
}
