using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Why a command that is known and has enough words may yet not run, in the order in which Redis asks.</summary>
internal sealed class Guard(RedisServer server)
{
    internal const string OutOfMemory = "OOM command not allowed when used memory > 'maxmemory'.";
    internal const string NoReplicas = "NOREPLICAS Not enough good replicas to write.";
    internal const string ReadOnlyReplica = "READONLY You can't write against a read only replica.";
    internal const string MasterDown = "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    internal const string BusyScript = "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    internal const string BusyFunction = "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";

    internal string? Refusal(ClientSession client, Command command, ReadOnlySpan<byte[]> words) =>
        Protection(client, command)
        ?? Permission(client, command, words)
        ?? State(client, command, command.FlagsOf(server, words));

    private string? State(ClientSession client, Command command, CommandFlags flags) =>
        Memory(client, command, flags)
        ?? Replication(client, command, flags)
        ?? Context(client, command, flags)
        ?? Queueing(client, command);

    private string? Protection(ClientSession client, Command command) =>
        command.Facts.Name == "debug" && client.Connection is not null && !server.AllowsDebug(client)
            ? "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, "
                + "otherwise you need to set this option in the configuration file, and then restart the server."
            : null;

    private string? Permission(ClientSession client, Command command, ReadOnlySpan<byte[]> words)
    {
        if (!client.IsAuthenticated && !command.Facts.Flags.HasFlag(CommandFlags.NoAuth))
        {
            return "NOAUTH Authentication required.";
        }

        return client.User is null ? null : server.CheckPermission(client, command, words);
    }

    private string? Memory(ClientSession client, Command command, CommandFlags flags)
    {
        if (server.Settings.MaxMemory.Value == 0 || server.IsServingWhileBusy)
        {
            return null;
        }

        bool mayNeedMemory = Has(client, command, flags, CommandFlags.DenyOom)
            || (client.Transaction is not null && command.Facts.Name is not ("exec" or "discard" or "quit" or "reset"));
        return server.IsOutOfMemory() && mayNeedMemory ? OutOfMemory : null;
    }

    private string? Replication(ClientSession client, Command command, CommandFlags flags)
    {
        bool isWrite = Has(client, command, flags, CommandFlags.Write);
        if (isWrite && server.LacksReplicas)
        {
            return NoReplicas;
        }

        return isWrite && server.Replication.IsReadOnly ? ReadOnlyReplica : null;
    }

    private string? Context(ClientSession client, Command command, CommandFlags flags)
    {
        if (client.Protocol == 2 && !client.Subscriptions.IsEmpty && !IsForSubscribers(command))
        {
            return $"ERR Can't execute '{command.FullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }

        if (server.IsStale && !IsForAll(client, command, flags, CommandFlags.Stale))
        {
            return MasterDown;
        }

        return server.IsServingWhileBusy && !command.Facts.Flags.HasFlag(CommandFlags.AllowBusy) ? server.BusyMessage : null;
    }

    private static string? Queueing(ClientSession client, Command command) =>
        client.Transaction is not null && command.Facts.Flags.HasFlag(CommandFlags.NoMulti) ? "ERR Command not allowed inside a transaction" : null;

    private static bool Has(ClientSession client, Command command, CommandFlags flags, CommandFlags flag) =>
        (flags & flag) != 0 || (command.Facts.Name == "exec" && client.Transaction is { } queued && (queued.AnyFlags & flag) != 0);

    private static bool IsForAll(ClientSession client, Command command, CommandFlags flags, CommandFlags flag) =>
        (flags & flag) != 0
        && !(command.Facts.Name == "exec" && client.Transaction is { Queue.Count: > 0 } queued && (queued.CommonFlags & flag) == 0);

    private static bool IsForSubscribers(Command command) =>
        command.Facts.Name is "ping" or "subscribe" or "unsubscribe" or "psubscribe" or "punsubscribe" or "ssubscribe" or "sunsubscribe" or "quit" or "reset";
}
