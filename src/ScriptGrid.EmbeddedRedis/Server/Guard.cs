using System.Net;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Decides whether a known command with enough words may run. The checks have the same order as in Redis.</summary>
internal sealed class Guard(AccessControl access, Limits limits, BusyScript busy, DebugPermission debugging)
{
    internal string? Refusal(ClientSession client, Command command, ReadOnlySpan<byte[]> words) =>
        Protection(client, command)
        ?? Permission(client, command, words)
        ?? State(client, command, command.FlagsOf(words));

    private string? State(ClientSession client, Command command, CommandFlags flags) =>
        Memory(client, command, flags)
        ?? Replication(client, command, flags)
        ?? Context(client, command, flags)
        ?? Queueing(client, command);

    private string? Protection(ClientSession client, Command command) =>
        command.Facts.Name == "debug" && client.Connection is not null && !AllowsDebug(client)
            ? "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, "
                + "otherwise you need to set this option in the configuration file, and then restart the server."
            : null;

    private bool AllowsDebug(ClientSession client) => debugging switch
    {
        DebugPermission.Yes => true,
        DebugPermission.Local => IPAddress.IsLoopback(client.Connection!.RemoteEndPoint.Address),
        _ => false,
    };

    private string? Permission(ClientSession client, Command command, ReadOnlySpan<byte[]> words)
    {
        if (access.NeedsLogin(client) && !command.Facts.Flags.HasFlag(CommandFlags.NoAuth))
        {
            return "NOAUTH Authentication required.";
        }

        return access.Refusal(client, command.Facts, words);
    }

    private string? Memory(ClientSession client, Command command, CommandFlags flags)
    {
        if (!limits.HasMaxMemory || busy.Current is not null)
        {
            return null;
        }

        bool mayNeedMemory = Has(client, command, flags, CommandFlags.DenyOom)
            || (client.Transaction is not null && command.Facts.Name is not ("exec" or "discard" or "quit" or "reset"));
        return limits.LacksRoom() && mayNeedMemory ? Limits.OutOfMemory : null;
    }

    private string? Replication(ClientSession client, Command command, CommandFlags flags)
    {
        bool isWrite = Has(client, command, flags, CommandFlags.Write);
        if (isWrite && limits.LacksReplicas)
        {
            return Limits.NoReplicas;
        }

        return isWrite && limits.IsReadOnly ? Limits.ReadOnlyReplica : null;
    }

    private string? Context(ClientSession client, Command command, CommandFlags flags)
    {
        if (client.Protocol == 2 && !client.Subscriptions.IsEmpty && !IsForSubscribers(command))
        {
            return $"ERR Can't execute '{command.FullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }

        if (limits.IsStale && !IsForAll(client, command, flags, CommandFlags.Stale))
        {
            return Limits.MasterDown;
        }

        return (command.Facts.Flags.HasFlag(CommandFlags.AllowBusy) ? null : busy.Current?.BusyMessage) ?? OfFollower(client, command, flags);
    }

    /// <summary>Refuses data commands of monitors and replicas, which only follow this server.</summary>
    private static string? OfFollower(ClientSession client, Command command, CommandFlags flags) =>
        (client.IsMonitor || client.Replica is { IsFollowing: true })
        && Has(client, command, flags, CommandFlags.Write | CommandFlags.ReadOnly | CommandFlags.MayReplicate)
            ? "ERR Replica can't interact with the keyspace"
            : null;

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
