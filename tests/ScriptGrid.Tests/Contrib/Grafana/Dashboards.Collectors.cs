using static ScriptGrid.Tests.Contrib.Grafana.PanelKind;

namespace ScriptGrid.Tests.Contrib.Grafana;

/// <content>What shipped collectors give, and the program itself.</content>
internal static partial class Dashboards
{
    private const string Chosen = "{job=~\"$job\", target=~\"$target\"}";

    private static Dashboard Collectors => new(
        "collectors", "ScriptGrid / Collectors", "What the shipped collectors give beside \"info\": keys, groups of keys, streams, slow commands, replication and Redis Cluster.")
    {
        Variables = [Job, Targets],
        Rows =
        [
            new(
                "keys and key_groups",
                new(TimeSeries, "Size of keys", "none", new Query($"topk(20, redis_key_size{Chosen})", "{{db}} {{key}} {{target}}")),
                new(TimeSeries, "Keys that match a pattern", "none", new Query($"redis_keys_count{Chosen}", "{{db}} {{key}} {{target}}")),
                new(TimeSeries, "Keys by group", "none", new Query($"topk(20, sum by (key_group) (redis_key_group_count{Chosen}))", "{{key_group}}")),
                new(TimeSeries, "Memory by group", "bytes", new Query($"topk(20, sum by (key_group) (redis_key_group_memory_usage_bytes{Chosen}))", "{{key_group}}"))),
            new(
                "streams",
                new(TimeSeries, "Entries", "none", new Query($"redis_stream_length{Chosen}", "{{stream}} {{target}}")),
                new(TimeSeries, "Entries added", "ops", new Query("rate(redis_stream_entries_added_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])", "{{stream}} {{target}}")),
                new(TimeSeries, "Entries that wait for a group", "none", new Query($"redis_stream_group_lag{Chosen}", "{{stream}} {{group}} {{target}}")),
                new(TimeSeries, "Entries not acknowledged", "none", new Query($"redis_stream_group_messages_pending{Chosen}", "{{stream}} {{group}} {{target}}"))),
            new(
                "slowlog",
                new(TimeSeries, "Slow commands in the log", "none", new Query($"redis_slowlog_length{Chosen}", "{{target}}")),
                new(TimeSeries, "The latest slow command took", "s", new Query($"redis_last_slow_execution_duration_seconds{Chosen}", "{{target}}"))),
            new(
                "replication",
                new(TimeSeries, "Lag of replicas", "s", new Query($"redis_replica_lag_seconds{Chosen}", "{{replica}} of {{target}}")),
                new(TimeSeries, "Lag of replicas", "bytes", new Query($"redis_replica_lag_bytes{Chosen}", "{{replica}} of {{target}}")),
                new(StateTimeline, "Replicas that follow", "none", new Query($"redis_replica_online{Chosen}", "{{replica}} of {{target}}")) { States = DownOrUp },
                new(StateTimeline, "Links to masters", "none", new Query($"redis_master_link_up{Chosen}", "{{target}} to {{master_host}}:{{master_port}}")) { States = DownOrUp }),
            new(
                "cluster",
                new(StateTimeline, "State", "none", new Query($"redis_cluster_state{Chosen}", "{{target}}")) { States = DownOrUp },
                new(
                    TimeSeries,
                    "Slots",
                    "none",
                    new Query($"min(redis_cluster_slots_ok{Chosen})", "well"),
                    new Query($"max(redis_cluster_slots_pfail{Chosen})", "not reached"),
                    new Query($"max(redis_cluster_slots_fail{Chosen})", "failed")),
                new(TimeSeries, "Known nodes", "none", new Query($"redis_cluster_known_nodes{Chosen}", "{{target}}")),
                new(TimeSeries, "Messages between nodes", "ops", new Query($"rate(redis_cluster_messages_sent_total{Chosen}[$__rate_interval])", "sent by {{target}}"))),
        ],
    };

    private static Dashboard Collector => new("collector", "ScriptGrid / Collector", "The program itself: whether it keeps its schedule, what it takes, discovery, credentials and configuration.")
    {
        Variables = [Job, new("instance", "Process", "scriptgrid_build_info{job=~\"$job\"}")],
        Rows =
        [
            new(
                "Now",
                new(StateTimeline, "Scraped", "none", new Query("min by (instance) (up{job=~\"$job\", instance=~\"$instance\"})", "{{instance}}")) { States = DownOrUp, Height = 5 },
                new(StateTimeline, "Ready", "none", new Query("scriptgrid_ready{job=~\"$job\", instance=~\"$instance\"}", "{{instance}}"))
                {
                    States = [new("not ready", "red"), new("ready", "green")],
                    Height = 5,
                },
                new(Table, "Processes", "none", new Query("group by (instance, version, dotnet) (scriptgrid_build_info{job=~\"$job\", instance=~\"$instance\"})", "known")),
                new(StateTimeline, "Last reload", "none", new Query("scriptgrid_config_last_reload_successful{job=~\"$job\", instance=~\"$instance\"}", "{{instance}}"))
                {
                    States = [new("refused", "red"), new("done", "green")],
                }),
            new(
                "Schedule",
                new(TimeSeries, "Runs by result", "ops", new Query("sum by (result) (job_instance_result:scriptgrid_collections:rate5m{job=~\"$job\", instance=~\"$instance\"})", "{{result}}")),
                new(TimeSeries, "Runs start late by, 99th percentile", "s", new Query("job_instance:scriptgrid_schedule_lag_seconds:p99_rate5m{job=~\"$job\", instance=~\"$instance\"}", "{{instance}}")),
                new(
                    TimeSeries,
                    "Runs take",
                    "s",
                    new Query("histogram_quantile(0.5, sum by (le) (rate(scriptgrid_collection_duration_seconds_bucket{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])))", "median"),
                    new Query("histogram_quantile(0.99, sum by (le) (rate(scriptgrid_collection_duration_seconds_bucket{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])))", "99th percentile")),
                new(
                    TimeSeries,
                    "Runs left out",
                    "ops",
                    new Query("rate(scriptgrid_slots_missed_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "still waiting {{instance}}"),
                    new Query("rate(scriptgrid_runs_skipped_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "{{reason}} {{instance}}"))),
            new(
                "Process",
                new(TimeSeries, "CPU", "percentunit", new Query("rate(process_cpu_seconds_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "{{instance}}")),
                new(
                    TimeSeries,
                    "Memory",
                    "bytes",
                    new Query("process_resident_memory_bytes{job=~\"$job\", instance=~\"$instance\"}", "resident {{instance}}"),
                    new Query("sum by (instance) (dotnet_gc_last_collection_heap_size_bytes{job=~\"$job\", instance=~\"$instance\"})", "heap {{instance}}")),
                new(TimeSeries, "Pauses of the garbage collector", "percentunit", new Query("rate(dotnet_gc_pause_time_seconds_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "{{instance}}")),
                new(
                    TimeSeries,
                    "File descriptors",
                    "none",
                    new Query("process_open_fds{job=~\"$job\", instance=~\"$instance\"}", "open {{instance}}"),
                    new Query("process_max_fds{job=~\"$job\", instance=~\"$instance\"}", "allowed {{instance}}"))),
            new(
                "Discovery and credentials",
                new(TimeSeries, "Targets found", "none", new Query("scriptgrid_discovery_targets{job=~\"$job\", instance=~\"$instance\"}", "{{group}} {{source}}")),
                new(TimeSeries, "Time since a good answer", "s", new Query("time() - scriptgrid_discovery_last_success_timestamp_seconds{job=~\"$job\", instance=~\"$instance\"}", "{{group}} {{source}}")),
                new(
                    TimeSeries,
                    "Failures",
                    "ops",
                    new Query("rate(scriptgrid_discovery_failures_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "discovery {{group}} {{source}}"),
                    new Query("rate(scriptgrid_credential_refresh_failures_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval])", "credentials {{group}}")),
                new(
                    TimeSeries,
                    "Logins over open connections",
                    "ops",
                    new Query("sum by (result) (rate(scriptgrid_reauthentications_total{job=~\"$job\", instance=~\"$instance\"}[$__rate_interval]))", "{{result}}"))),
        ],
    };

    private static Dashboard Cluster => new("cluster", "ScriptGrid / Cluster", "Silos: who is there, who collects how much, hand-overs, editions of the configuration, calls of clients.")
    {
        Variables = [Job],
        Rows =
        [
            new(
                "Now",
                new(Stat, "Silos", "none", new Query("count(count by (silo) (scriptgrid_silo_up{job=~\"$job\"}))")),
                new(Stat, "Silos that are silent", "none", new Query("sum(min by (silo) (scriptgrid_silo_up{job=~\"$job\"}) == bool 0)")) { BadFrom = 1 },
                new(Stat, "Targets on no page", "none", new Query("max(scriptgrid_targets_missing{job=~\"$job\"})")) { BadFrom = 1 },
                new(Stat, "Rollups", "none", new Query("min(scriptgrid_rollups_up{job=~\"$job\"})")) { States = [new("missing", "red"), new("there", "green")] },
                new(Stat, "Editions in use", "none", new Query("count(count_values(\"edition\", scriptgrid_catalogue_edition{job=~\"$job\"}))"))
                {
                    Description = "More than one while a new configuration spreads.",
                },
                new(Stat, "Silos that refuse an edition", "none", new Query("sum(scriptgrid_catalogue_refused_edition{job=~\"$job\"} > bool 0)")) { BadFrom = 1 }),
            new(
                "Silos",
                new(StateTimeline, "Silos", "none", new Query("min by (silo) (scriptgrid_silo_up{job=~\"$job\"})", "{{silo}}")) { States = DownOrUp },
                new(TimeSeries, "Targets by process", "none", new Query("sum by (instance) (scriptgrid_targets{job=~\"$job\"})", "{{instance}}")),
                new(TimeSeries, "Handed over", "none", new Query("increase(scriptgrid_handovers_total{job=~\"$job\"}[$__rate_interval])", "{{instance}}")),
                new(
                    TimeSeries,
                    "Declared dead, and paused",
                    "none",
                    new Query("increase(scriptgrid_silos_given_up_total{job=~\"$job\"}[$__rate_interval])", "declared dead by {{instance}}"),
                    new Query("increase(scriptgrid_stalls_total{job=~\"$job\"}[$__rate_interval])", "{{instance}} was paused"),
                    new Query("scriptgrid_membership_row_lost{job=~\"$job\"}", "{{instance}} lost its row"))),
            new(
                "Clients and calls",
                new(TimeSeries, "Calls of clients", "ops", new Query("sum by (result) (rate(scriptgrid_calls_total{job=~\"$job\"}[$__rate_interval]))", "{{result}}")),
                new(TimeSeries, "Refused calls and connections", "ops", new Query("rate(scriptgrid_calls_refused_total{job=~\"$job\"}[$__rate_interval])", "{{instance}}")),
                new(TimeSeries, "Grains", "none", new Query("sum by (instance) (orleans_catalog_activations{job=~\"$job\"})", "{{instance}}")),
                new(
                    TimeSeries,
                    "Requests between grains, 99th percentile",
                    "s",
                    new Query("histogram_quantile(0.99, sum by (instance, le) (rate(orleans_app_requests_latency_seconds_bucket{job=~\"$job\"}[$__rate_interval])))", "{{instance}}"))),
        ],
    };
}
