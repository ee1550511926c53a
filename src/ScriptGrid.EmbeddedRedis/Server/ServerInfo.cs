using ScriptGrid.EmbeddedRedis.Commands.Administration;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The sections of INFO, with the parts of the server that each one describes.</summary>
internal static class ServerInfo
{
    internal static IReadOnlyList<InfoSection> Sections(ServerParts parts) =>
    [
        new("server", true, info => InfoSections.Server(info, parts.Identity, parts.Executor.Queue.PollsSockets ? "epoll" : "sockets of .NET", parts.Settings, parts.Keyspace.Clock)),
        new("clients", true, info => InfoSections.Clients(info, parts.Clients, parts.Blocked, parts.Tracking, parts.Settings)),
        new("memory", true, info => InfoSections.Memory(info, parts.Memory, parts.Clients, parts.Scripts.Figures, parts.Settings)),
        new("persistence", true, info => InfoSections.Persistence(info, parts.Saves, parts.Settings)),
        new("stats", true, info => InfoActivity.Statistics(
            info, parts.Keyspace, parts.ClientEviction, parts.Tracking, parts.Runner, parts.Throughput, parts.Traffic, parts.Messages, parts.Replication.Replicas)),
        new("replication", true, info => InfoActivity.Replication(info, parts.Replication, parts.Settings, parts.Keyspace.Clock)),
        new("cpu", true, InfoActivity.Cpu),
        new("modules", true, static info => info.Section("Modules")),
        new("commandstats", false, info => InfoActivity.Commands(info, parts.Commands)),
        new("errorstats", true, info => InfoActivity.Errors(info, parts.Errors)),
        new("latencystats", false, info => InfoActivity.Latencies(info, parts.Commands, parts.Settings.LatencyPercentiles.Values)),
        new("cluster", true, InfoActivity.Cluster),
        new("keyspace", true, info => InfoActivity.Keyspace(info, parts.Keyspace.Databases)),
    ];
}
