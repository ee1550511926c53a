using ScriptGrid.EmbeddedRedis.Commands.Connections;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>All commands on the server itself, its clients and their connections.</summary>
internal static class ServerCommands
{
    internal static void Register(CommandTable table)
    {
        ConnectionCommands.Register(table);
    }
}
