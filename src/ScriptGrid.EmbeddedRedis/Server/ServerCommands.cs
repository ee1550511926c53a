using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Commands.Connections;
using ScriptGrid.EmbeddedRedis.Commands.Debugging;
using ScriptGrid.EmbeddedRedis.Commands.Introspection;
using ScriptGrid.EmbeddedRedis.Commands.Lists;
using ScriptGrid.EmbeddedRedis.Commands.Messages;
using ScriptGrid.EmbeddedRedis.Commands.Permissions;
using ScriptGrid.EmbeddedRedis.Commands.SortedSets;
using ScriptGrid.EmbeddedRedis.Commands.Transactions;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>All commands on the server itself, its clients and their connections.</summary>
internal static class ServerCommands
{
    internal static void Register(CommandTable table)
    {
        ConnectionCommands.Register(table);
        LoginCommands.Register(table);
        ClientCommands.Register(table);
        ClientListCommands.Register(table);
        TransactionCommands.Register(table);
        MessageCommands.Register(table);
        ConfigCommands.Register(table);
        InfoCommand.Register(table);
        LogCommands.Register(table);
        ReplicationCommands.Register(table);
        ServerStateCommands.Register(table);
        AclUserCommands.Register(table);
        AclInquiryCommands.Register(table);
        CommandCommands.Register(table);
        DebugCommand.Register(table);
        BlockingListCommands.Register(table);
        BlockingSortedSetCommands.Register(table);
    }
}
