using static ScriptGrid.Tests.Contrib.Grafana.PanelKind;

namespace ScriptGrid.Tests.Contrib.Grafana;

/// <summary>
/// The dashboards of <c>contrib/grafana</c>. They take what <c>contrib/prometheus/scriptgrid.rules.yml</c> records, so those rules have to be loaded.
/// </summary>
internal static partial class Dashboards
{
    /// <summary>Words for whether something is up.</summary>
    private static readonly State[] DownOrUp = [new("down", "red"), new("up", "green")];

    /// <summary>Words for <c>redis_script_result</c>.</summary>
    private static readonly State[] Results = [new("failed", "red"), new("values", "green"), new("none", "blue")];

    /// <summary>Every dashboard.</summary>
    public static IReadOnlyList<Dashboard> All { get; } = [Fleet, Target, Script, Collectors, Collector, Cluster];

    /// <summary>Whose pages Prometheus scraped.</summary>
    private static Variable Job => new("job", "Job", "scriptgrid_build_info");

    /// <summary>The servers.</summary>
    private static Variable Targets => new("target", "Server", "redis_up{job=~\"$job\"}");

    private static Dashboard Fleet => new("fleet", "ScriptGrid / Fleet", "All servers and scripts at a glance: what is down, what fails and why, what is slow.")
    {
        Variables = [Job],
        Rows =
        [
            new(
                "Now",
                new(Stat, "Servers", "none", new Query("sum(job:redis_up:count{job=~\"$job\"})")),
                new(Stat, "Servers down", "none", new Query("sum(job:redis_up:down{job=~\"$job\"})")) { BadFrom = 1 },
                new(Stat, "Scripts on servers", "none", new Query("sum(job_filename:redis_script_result:count{job=~\"$job\"})")),
                new(Stat, "Of these failing", "none", new Query("sum(job_filename:redis_script_result:failed{job=~\"$job\"})")) { BadFrom = 1 },
                new(Stat, "Runs each second", "ops", new Query("sum(job_instance_result:scriptgrid_collections:rate5m{job=~\"$job\"})")),
                new(Stat, "Runs start late by", "s", new Query("max(job_instance:scriptgrid_schedule_lag_seconds:p99_rate5m{job=~\"$job\"})"))
                {
                    BadFrom = 1,
                    Description = "The 99th percentile of the slowest process.",
                }),
            new(
                "Health",
                new(TimeSeries, "Servers by state", "none", new Query("sum by (state) (scriptgrid_targets{job=~\"$job\"})", "{{state}}")),
                new(Alerts, "Alerts", "none", new Query("{job=~\"$job\"}")),
                new(Table, "Servers that are down", "none", new Query("redis_up{job=~\"$job\"} == 0", "up") { IsOftenEmpty = true }) { States = DownOrUp, Link = ("target", "target") },
                new(TimeSeries, "Failures by reason", "ops", new Query("sum by (reason) (job_filename_reason:redis_script_errors:rate5m{job=~\"$job\"})", "{{reason}}"))
                {
                    Description = "What each reason means and what to do: docs/metrics.md, \"Reasons\".",
                }),
            new(
                "Scripts",
                new(
                    Table,
                    "Scripts",
                    "none",
                    new Query("sum by (filename) (job_filename:redis_script_result:count{job=~\"$job\"})", "servers"),
                    new Query("sum by (filename) (job_filename:redis_script_result:failed{job=~\"$job\"})", "failing"),
                    new Query("1000 * max by (filename) (job_filename:redis_script_duration_seconds:p99{job=~\"$job\"})", "99th percentile, ms"))
                {
                    Link = ("script", "filename"),
                },
                new(TimeSeries, "Duration, 99th percentile over servers", "s", new Query("max by (filename) (job_filename:redis_script_duration_seconds:p99{job=~\"$job\"})", "{{filename}}")),
                new(
                    Table,
                    "Longest without success",
                    "s",
                    new Query("topk(20, time() - redis_script_last_success_timestamp_seconds{job=~\"$job\"})", "since"))
                {
                    Link = ("target", "target"),
                },
                new(TimeSeries, "Rollups: sums", "short", new Query("sum by (filename, key) (redis_fleet_script_values{job=~\"$job\", agg=\"sum\"})", "{{filename}} {{key}}"))
                {
                    Description = "Of scripts with \"aggregate\".",
                }),
            new(
                "Scripts with \"expose: rollups\"",
                new(TimeSeries, "Servers by result", "none", new Query("sum by (filename, result, reason) (redis_fleet_script_targets{job=~\"$job\"})", "{{filename}} {{result}} {{reason}}")),
                new(TimeSeries, "Servers by state", "none", new Query("sum by (state) (redis_fleet_targets{job=~\"$job\"})", "{{state}}"))),
            new(
                "What the collector \"info\" gives",
                new(TimeSeries, "Memory", "bytes", new Query("sum(redis_memory_used_bytes{job=~\"$job\"})", "used"), new Query("sum(redis_memory_used_rss_bytes{job=~\"$job\"})", "resident")),
                new(TimeSeries, "Commands", "ops", new Query("sum(rate(redis_commands_processed_total{job=~\"$job\"}[$__rate_interval]))", "commands")),
                new(TimeSeries, "Clients", "none", new Query("sum(redis_connected_clients{job=~\"$job\"})", "connected"), new Query("sum(redis_blocked_clients{job=~\"$job\"})", "blocked")),
                new(Table, "Largest", "bytes", new Query("topk(20, redis_memory_used_bytes{job=~\"$job\"})", "memory")) { Link = ("target", "target") }),
            new(
                "Certificates",
                new Panel(
                    Table,
                    "Which end first",
                    "s",
                    new Query("bottomk(20, redis_tls_certificate_not_after_timestamp_seconds{job=~\"$job\"} - time())", "left"))
                {
                    Width = 24,
                    Link = ("target", "target"),
                    Description = "Where TLS is spoken: the server's certificate, and the one that ScriptGrid shows.",
                }),
        ],
    };

    private static Dashboard Target => new("target", "ScriptGrid / Server", "One server, or a few: its scripts, their values, and what the collector \"info\" tells of it.")
    {
        Variables = [Job, Targets],
        Rows =
        [
            new(
                "Now",
                new(Stat, "State", "none", new Query("min(redis_up{job=~\"$job\", target=~\"$target\"})")) { States = DownOrUp },
                new(Stat, "Scripts failing", "none", new Query("sum(redis_script_result{job=~\"$job\", target=~\"$target\"} == bool 0)")) { BadFrom = 1 },
                new(Stat, "Up since", "s", new Query("min(redis_uptime_in_seconds{job=~\"$job\", target=~\"$target\"})")),
                new(Stat, "Memory", "bytes", new Query("sum(redis_memory_used_bytes{job=~\"$job\", target=~\"$target\"})")),
                new(Stat, "Commands", "ops", new Query("sum(rate(redis_commands_processed_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval]))")),
                new(Stat, "Clients", "none", new Query("sum(redis_connected_clients{job=~\"$job\", target=~\"$target\"})"))),
            new(
                "Scripts",
                new(StateTimeline, "Answers", "none", new Query("redis_up{job=~\"$job\", target=~\"$target\"}", "{{target}}")) { States = DownOrUp },
                new(StateTimeline, "Results", "none", new Query("redis_script_result{job=~\"$job\", target=~\"$target\"}", "{{filename}} {{target}}")) { States = Results },
                new(TimeSeries, "Duration", "s", new Query("redis_script_duration_seconds{job=~\"$job\", target=~\"$target\"}", "{{filename}} {{target}}")) { Link = ("script", "filename") },
                new(
                    TimeSeries,
                    "Failures by reason",
                    "ops",
                    new Query("sum by (filename, reason) (rate(redis_script_errors_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval]))", "{{filename}} {{reason}}")),
                new(TimeSeries, "Time since the last success", "s", new Query("time() - redis_script_last_success_timestamp_seconds{job=~\"$job\", target=~\"$target\"}", "{{filename}} {{target}}")),
                new(TimeSeries, "Values", "short", new Query("redis_script_values{job=~\"$job\", target=~\"$target\"}", "{{filename}} {{key}} {{target}}"))),
            new(
                "What the collector \"info\" gives",
                new(
                    Table,
                    "Server",
                    "none",
                    new Query("group by (target, role, redis_version, redis_mode, os, maxmemory_policy) (redis_instance_info{job=~\"$job\", target=~\"$target\"})", "known"))
                {
                    Width = 24,
                    Height = 5,
                },
                new(
                    TimeSeries,
                    "Memory",
                    "bytes",
                    new Query("redis_memory_used_bytes{job=~\"$job\", target=~\"$target\"}", "used {{target}}"),
                    new Query("redis_memory_used_rss_bytes{job=~\"$job\", target=~\"$target\"}", "resident {{target}}"),
                    new Query("redis_memory_max_bytes{job=~\"$job\", target=~\"$target\"} > 0", "maxmemory {{target}}") { IsOftenEmpty = true }),
                new(TimeSeries, "Keys", "none", new Query("redis_db_keys{job=~\"$job\", target=~\"$target\"} > 0", "{{db}} {{target}}") { IsOftenEmpty = true }),
                new(
                    TimeSeries,
                    "Commands",
                    "ops",
                    new Query("topk(10, sum by (cmd) (rate(redis_commands_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])))", "{{cmd}}")),
                new(
                    TimeSeries,
                    "Time in commands",
                    "percentunit",
                    new Query("topk(10, sum by (cmd) (rate(redis_commands_duration_seconds_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])))", "{{cmd}}"))
                {
                    Description = "Of a second in each second. Scripts count as EVALSHA_RO and as the commands that they call.",
                },
                new(
                    TimeSeries,
                    "Hits",
                    "percentunit",
                    new Query(
                        "sum by (target) (rate(redis_keyspace_hits_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])) / "
                        + "(sum by (target) (rate(redis_keyspace_hits_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])) + "
                        + "sum by (target) (rate(redis_keyspace_misses_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])))",
                        "{{target}}")),
                new(
                    TimeSeries,
                    "Network",
                    "Bps",
                    new Query("rate(redis_net_input_bytes_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])", "in {{target}}"),
                    new Query("rate(redis_net_output_bytes_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])", "out {{target}}")),
                new(
                    TimeSeries,
                    "Expired and evicted keys",
                    "ops",
                    new Query("rate(redis_expired_keys_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])", "expired {{target}}"),
                    new Query("rate(redis_evicted_keys_total{job=~\"$job\", target=~\"$target\"}[$__rate_interval])", "evicted {{target}}")),
                new(TimeSeries, "Replicas", "none", new Query("redis_connected_slaves{job=~\"$job\", target=~\"$target\"}", "{{target}}"))),
        ],
    };

    private static Dashboard Script => new("script", "ScriptGrid / Script", "One script, or a few, over all servers: results, durations, failures, values and rollups.")
    {
        Variables = [Job, new("filename", "Script", "redis_script_result{job=~\"$job\"}"), new("key", "Key", "redis_script_values{job=~\"$job\", filename=~\"$filename\"}")],
        Rows =
        [
            new(
                "Now",
                new(Stat, "Servers", "none", new Query("sum(job_filename:redis_script_result:count{job=~\"$job\", filename=~\"$filename\"})")),
                new(Stat, "Failing", "none", new Query("sum(job_filename:redis_script_result:failed{job=~\"$job\", filename=~\"$filename\"})")) { BadFrom = 1 },
                new(Stat, "Without values", "none", new Query("sum(redis_script_result{job=~\"$job\", filename=~\"$filename\"} == bool 2)")),
                new(Stat, "Duration, 99th percentile", "s", new Query("max(job_filename:redis_script_duration_seconds:p99{job=~\"$job\", filename=~\"$filename\"})")),
                new(Stat, "Longest without success", "s", new Query("max(time() - redis_script_last_success_timestamp_seconds{job=~\"$job\", filename=~\"$filename\"})")),
                new(Stat, "Series", "none", new Query("count(redis_script_values{job=~\"$job\", filename=~\"$filename\"})"))),
            new(
                "Runs",
                new(
                    TimeSeries,
                    "Servers by result",
                    "none",
                    new Query("sum(redis_script_result{job=~\"$job\", filename=~\"$filename\"} == bool 1)", "values"),
                    new Query("sum(redis_script_result{job=~\"$job\", filename=~\"$filename\"} == bool 2)", "none"),
                    new Query("sum(redis_script_result{job=~\"$job\", filename=~\"$filename\"} == bool 0)", "failed")),
                new(TimeSeries, "Failures by reason", "ops", new Query("sum by (filename, reason) (job_filename_reason:redis_script_errors:rate5m{job=~\"$job\", filename=~\"$filename\"})", "{{filename}} {{reason}}")),
                new(
                    TimeSeries,
                    "Duration over servers",
                    "s",
                    new Query("quantile by (filename) (0.5, redis_script_duration_seconds{job=~\"$job\", filename=~\"$filename\"})", "median {{filename}}"),
                    new Query("quantile by (filename) (0.99, redis_script_duration_seconds{job=~\"$job\", filename=~\"$filename\"})", "99th percentile {{filename}}"),
                    new Query("max by (filename) (redis_script_duration_seconds{job=~\"$job\", filename=~\"$filename\"})", "longest {{filename}}")),
                new(Table, "Slowest servers", "s", new Query("topk(20, redis_script_duration_seconds{job=~\"$job\", filename=~\"$filename\"})", "duration")) { Link = ("target", "target") },
                new(Table, "Servers on which it fails", "none", new Query("redis_script_result{job=~\"$job\", filename=~\"$filename\"} == 0", "result") { IsOftenEmpty = true })
                {
                    States = Results,
                    Link = ("target", "target"),
                },
                new(TimeSeries, "Series that limits leave off pages", "ops", new Query("sum by (filename) (rate(scriptgrid_series_dropped_total{job=~\"$job\", filename=~\"$filename\"}[$__rate_interval]))", "{{filename}}"))),
            new(
                "Values",
                new(
                    TimeSeries,
                    "Highest",
                    "short",
                    new Query("topk(10, redis_script_values{job=~\"$job\", filename=~\"$filename\", key=~\"$key\"})", "{{key}} {{target}}"))
                {
                    Link = ("target", "target"),
                },
                new(
                    TimeSeries,
                    "Rollups",
                    "short",
                    new Query("redis_fleet_script_values{job=~\"$job\", filename=~\"$filename\", key=~\"$key\"}", "{{agg}} {{key}}"))
                {
                    Description = "Of scripts with \"aggregate\".",
                }),
        ],
    };
}
