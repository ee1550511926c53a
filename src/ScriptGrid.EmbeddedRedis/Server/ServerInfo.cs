using ScriptGrid.EmbeddedRedis.Commands.Administration;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The sections of INFO and the parts of the server that each tells of.</summary>
internal static class ServerInfo
{
    internal static IReadOnlyList<InfoSection> Sections(ServerParts parts) =>
    [
        new("server", true, info => InfoSections.Server(info, parts.Identity, parts.Settings, parts.Keyspace.Clock)),
        new("clients", true, info => InfoSections.Clients(info, parts.Clients, parts.Blocked, parts.Settings)),
        new("memory", true, info => InfoSections.Memory(info, parts.Memory, parts.Scripts.Figures, parts.Settings)),
        new("persistence", true, info => InfoSections.Persistence(info, parts.Saves, parts.Settings)),
        new("stats", true, info => InfoActivity.Statistics(
            info, parts.Keyspace, parts.Runner, parts.Throughput, parts.Traffic, parts.Messages, parts.Access)),
        new("replication", true, info => InfoActivity.Replication(info, parts.Replication, parts.Settings, parts.Keyspace.Clock)),
        new("cpu", true, InfoActivity.Cpu),
        new("modules", true, static info => info.Section("Modules")),
        new("commandstats", false, info => InfoActivity.Commands(info, parts.Commands)),
        new("errorstats", true, info => InfoActivity.Errors(info, parts.Errors)),
        new("latencystats", false, static info => info.Section("Latencystats")),
        new("cluster", true, InfoActivity.Cluster),
        new("keyspace", true, info => InfoActivity.Keyspace(info, parts.Keyspace.Databases)),
    ];
}
