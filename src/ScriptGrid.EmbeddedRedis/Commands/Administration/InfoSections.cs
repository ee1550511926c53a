using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The sections of INFO on what the server is and holds.</summary>
internal static class InfoSections
{
    internal static void Server(InfoWriter info, ServerIdentity identity, string waitsBy, ServerSettings settings, ServerClock clock)
    {
        long uptime = (clock.Milliseconds - identity.StartedAt) / 1000;
        info.Section("Server");
        info.Line("redis_version", RedisVersion.Text);
        info.Line("redis_git_sha1", "00000000");
        info.Line("redis_git_dirty", "0");
        info.Line("redis_build_id", "scriptgrid-embedded");
        info.Line("redis_mode", "standalone");
        info.Line("os", RuntimeInformation.OSDescription);
        info.Line("arch_bits", 64);
        info.Line("monotonic_clock", ".NET Stopwatch");
        info.Line("multiplexing_api", waitsBy);
        info.Line("process_id", Environment.ProcessId);
        info.Line("process_supervised", "no");
        info.Line("run_id", identity.RunId);
        info.Line("tcp_port", identity.Port);
        info.Line("server_time_usec", clock.Microseconds);
        info.Line("uptime_in_seconds", uptime);
        info.Line("uptime_in_days", uptime / 86_400);
        info.Line("hz", settings.Frequency.Value);
        info.Line("configured_hz", settings.Frequency.Value);
        info.Line("lru_clock", (clock.Milliseconds / 1000) & 0xFFFFFF);
        info.Line("executable", Environment.ProcessPath ?? "");
        info.Line("config_file", "");
        info.Line("io_threads_active", 0);
    }

    internal static void Clients(InfoWriter info, ClientRegistry clients, BlockedClients blocked, Tracking tracking, ServerSettings settings)
    {
        info.Section("Clients");
        info.Line("connected_clients", clients.Count);
        info.Line("cluster_connections", 0);
        info.Line("maxclients", settings.MaxClients.Value);
        info.Line("client_recent_max_input_buffer", 0);
        info.Line("client_recent_max_output_buffer", 0);
        info.Line("blocked_clients", blocked.Count + clients.All.Count(static client => client.Postponed is not null));
        info.Line("tracking_clients", tracking.Clients);
        info.Line("clients_in_timeout_table", 0);
    }

    internal static void Memory(InfoWriter info, MemoryUse memory, ClientRegistry clients, ScriptingFigures scripting, ServerSettings settings)
    {
        long used = memory.UsedBytes;
        long peak = memory.PeakBytes;
        info.Section("Memory");
        info.Size("used_memory", used);
        info.Size("used_memory_rss", Environment.WorkingSet);
        info.Size("used_memory_peak", peak);
        info.Formatted("used_memory_peak_perc", $"{100.0 * used / peak:0.00}%");
        info.Line("used_memory_overhead", MemoryUse.EmptyBytes);
        info.Line("used_memory_startup", MemoryUse.EmptyBytes);
        info.Line("used_memory_dataset", used - MemoryUse.EmptyBytes);
        info.Formatted("used_memory_dataset_perc", $"{100.0 * (used - MemoryUse.EmptyBytes) / used:0.00}%");
        info.Size("total_system_memory", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        info.Size("used_memory_lua", scripting.EvalBytes);
        info.Line("used_memory_vm_eval", scripting.EvalBytes);
        info.Line("used_memory_scripts_eval", scripting.CachedScriptBytes);
        info.Line("number_of_cached_scripts", scripting.CachedScripts);
        info.Line("number_of_functions", scripting.Functions);
        info.Line("number_of_libraries", scripting.Libraries);
        info.Line("used_memory_vm_functions", scripting.FunctionBytes);
        info.Size("used_memory_vm_total", scripting.EvalBytes + scripting.FunctionBytes);
        info.Line("used_memory_functions", 0);
        info.Size("used_memory_scripts", scripting.CachedScriptBytes);
        info.Size("maxmemory", settings.MaxMemory.Value);
        info.Line("maxmemory_policy", settings.MaxMemoryPolicy.Value);
        info.Formatted("mem_fragmentation_ratio", $"{(double)Environment.WorkingSet / used:0.00}");
        info.Line("mem_fragmentation_bytes", Environment.WorkingSet - used);
        info.Zeros("mem_not_counted_for_evict", "mem_replication_backlog", "mem_total_replication_buffers", "mem_clients_slaves");
        info.Line("mem_clients_normal", clients.All.Sum(static client => ClientMemory.Of(client, client.ActiveAt).Total));
        info.Zeros("mem_cluster_links", "mem_aof_buffer");
        info.Line("mem_allocator", "dotnet");
        info.Zeros("active_defrag_running", "lazyfree_pending_objects", "lazyfreed_objects");
    }

    internal static void Persistence(InfoWriter info, SaveTimes saves, ServerSettings settings)
    {
        info.Section("Persistence");
        info.Zeros("loading", "async_loading", "current_cow_peak", "current_cow_size", "current_cow_size_age");
        info.Line("current_fork_perc", "0.00");
        info.Zeros("current_save_keys_processed", "current_save_keys_total");
        info.Line("rdb_changes_since_last_save", saves.ChangesSince);
        info.Line("rdb_bgsave_in_progress", 0);
        info.Line("rdb_last_save_time", saves.SavedAt / 1000);
        info.Line("rdb_last_bgsave_status", "ok");
        info.Line("rdb_last_bgsave_time_sec", -1);
        info.Line("rdb_current_bgsave_time_sec", -1);
        info.Line("rdb_saves", saves.Count);
        info.Zeros("rdb_last_cow_size", "rdb_last_load_keys_expired", "rdb_last_load_keys_loaded");
        info.Line("aof_enabled", settings.AppendOnly.Value ? 1 : 0);
        info.Zeros("aof_rewrite_in_progress", "aof_rewrite_scheduled");
        info.Line("aof_last_rewrite_time_sec", -1);
        info.Line("aof_current_rewrite_time_sec", -1);
        info.Line("aof_last_bgrewrite_status", "ok");
        info.Line("aof_last_write_status", "ok");
        info.Zeros("aof_rewrites", "aof_rewrites_consecutive_failures", "aof_last_cow_size", "module_fork_in_progress", "module_fork_last_cow_size");
    }
}
