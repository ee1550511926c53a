using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Commands.Connections;
using ScriptGrid.EmbeddedRedis.Commands.Debugging;
using ScriptGrid.EmbeddedRedis.Commands.Introspection;
using ScriptGrid.EmbeddedRedis.Commands.Messages;
using ScriptGrid.EmbeddedRedis.Commands.Permissions;
using ScriptGrid.EmbeddedRedis.Commands.Scripts;
using ScriptGrid.EmbeddedRedis.Commands.Transactions;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>All commands on the server itself, its clients and their connections, and scripts. Each class gets the parts that it works with.</summary>
internal static class ServerCommands
{
    internal static void Register(ServerParts parts)
    {
        CommandTable table = parts.Commands;
        RegisterConnections(parts, table);
        new TransactionCommands(parts.Watches, table, parts.Runner, parts.Access).Register(table);
        new MessageCommands(parts.Messages, parts.Monitors).Register(table);
        new PubSubCommands(parts.Messages).Register(table);
        new AclUserCommands(parts.Access.Users, parts.Clients).Register(table);
        new AclInquiryCommands(parts.Access.Users, table).Register(table);
        new CommandCommands(table).Register(table);
        RegisterAdministration(parts, table);
        new EvalCommands(parts.Scripts).Register(table);
        new ScriptCommands(parts.Scripts).Register(table);
        new FunctionCommands(parts.Scripts).Register(table);
    }

    private static void RegisterConnections(ServerParts parts, CommandTable table)
    {
        ConnectionCommands.Register(table);
        ClientCommands.Register(table);
        new LoginCommands(parts.Access, parts.Replication, parts.Watches, parts.Messages, parts.Monitors, parts.Tracking).Register(table);
        new TrackingCommands(parts.Tracking, parts.Clients).Register(table);
        new ClientListCommands(parts.Clients, parts.Access.Users, parts.Blocked, parts.Pause, parts.Executor.Queue).Register(table);
    }

    private static void RegisterAdministration(ServerParts parts, CommandTable table)
    {
        new ConfigCommands(parts.Settings, parts.Limits, parts.ResetStatistics).Register(table);
        new InfoCommand(ServerInfo.Sections(parts)).Register(table);
        new SlowLogCommands(parts.SlowLog).Register(table);
        new LatencyCommands(parts.Latency, table).Register(table);
        new ReplicationCommands(parts.Replication, parts.Blocked).Register(table);
        new SyncCommands(parts.Replication, parts.Scripts).Register(table);
        new ServerStateCommands(parts.Executor, parts.Busy, parts.Memory, parts.Saves).Register(table);
        new DebugCommand(parts.Executor, parts.Scripts, parts.Replication, new Reloading(parts.Scripts, parts.Saves)).Register(table);
    }
}
