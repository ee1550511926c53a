using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Commands.Connections;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The sections of INFO on what the server is and holds.</summary>
internal static class InfoSections
{
    internal static void Server(InfoWriter info, RedisServer server)
    {
        long uptime = (server.Clock.Milliseconds - server.StartedAt) / 1000;
        info.Section("Server");
        info.Line("redis_version", LoginCommands.ServerVersion);
        info.Line("redis_git_sha1", "00000000");
        info.Line("redis_git_dirty", "0");
        info.Line("redis_build_id", "scriptgrid-embedded");
        info.Line("redis_mode", "standalone");
        info.Line("os", RuntimeInformation.OSDescription);
        info.Line("arch_bits", 64);
        info.Line("process_id", Environment.ProcessId);
        info.Line("process_supervised", "no");
        info.Line("run_id", server.RunId);
        info.Line("tcp_port", server.Port);
        info.Line("server_time_usec", server.Clock.Microseconds);
        info.Line("uptime_in_seconds", uptime);
        info.Line("uptime_in_days", uptime / 86_400);
        info.Line("hz", server.Settings.Frequency.Value);
        info.Line("configured_hz", server.Settings.Frequency.Value);
        info.Line("lru_clock", (server.Clock.Milliseconds / 1000) & 0xFFFFFF);
        info.Line("executable", Environment.ProcessPath ?? "");
        info.Line("config_file", "");
        info.Line("io_threads_active", 0);
    }

    internal static void Clients(InfoWriter info, RedisServer server)
    {
        info.Section("Clients");
        info.Line("connected_clients", server.Clients.Count);
        info.Line("cluster_connections", 0);
        info.Line("maxclients", server.Settings.MaxClients.Value);
        info.Line("client_recent_max_input_buffer", 0);
        info.Line("client_recent_max_output_buffer", 0);
        info.Line("blocked_clients", server.Blocked.Count + server.Clients.All.Count(static client => client.Postponed is not null));
        info.Line("tracking_clients", 0);
        info.Line("clients_in_timeout_table", 0);
    }

    internal static void Memory(InfoWriter info, RedisServer server)
    {
        long used = server.UsedMemoryBytes;
        long peak = server.PeakMemoryBytes;
        ScriptingFigures scripting = server.ScriptingFigures();
        info.Section("Memory");
        info.Size("used_memory", used);
        info.Size("used_memory_rss", Environment.WorkingSet);
        info.Size("used_memory_peak", peak);
        info.Line("used_memory_peak_perc", $"{100.0 * used / peak:0.00}%");
        info.Line("used_memory_overhead", RedisServer.EmptyBytes);
        info.Line("used_memory_startup", RedisServer.EmptyBytes);
        info.Line("used_memory_dataset", used - RedisServer.EmptyBytes);
        info.Line("used_memory_dataset_perc", $"{100.0 * (used - RedisServer.EmptyBytes) / used:0.00}%");
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
        info.Size("maxmemory", server.Settings.MaxMemory.Value);
        info.Line("maxmemory_policy", server.Settings.MaxMemoryPolicy.Value);
        info.Line("mem_fragmentation_ratio", $"{(double)Environment.WorkingSet / used:0.00}");
        info.Zeros("mem_not_counted_for_evict", "mem_replication_backlog", "mem_clients_slaves", "mem_clients_normal", "mem_aof_buffer");
        info.Line("mem_allocator", "dotnet");
        info.Zeros("active_defrag_running", "lazyfree_pending_objects", "lazyfreed_objects");
    }

    internal static void Persistence(InfoWriter info, RedisServer server)
    {
        info.Section("Persistence");
        info.Zeros("loading", "async_loading");
        info.Line("rdb_changes_since_last_save", server.Databases.Sum(static database => database.Statistics.Changes) - server.ChangesAtSave);
        info.Line("rdb_bgsave_in_progress", 0);
        info.Line("rdb_last_save_time", server.SavedAt / 1000);
        info.Line("rdb_last_bgsave_status", "ok");
        info.Line("rdb_last_bgsave_time_sec", -1);
        info.Line("rdb_current_bgsave_time_sec", -1);
        info.Line("aof_enabled", server.Settings.AppendOnly.Value ? 1 : 0);
        info.Zeros("aof_rewrite_in_progress", "aof_rewrite_scheduled");
        info.Line("aof_last_rewrite_time_sec", -1);
        info.Line("aof_current_rewrite_time_sec", -1);
        info.Line("aof_last_bgrewrite_status", "ok");
        info.Line("aof_last_write_status", "ok");
    }
}
