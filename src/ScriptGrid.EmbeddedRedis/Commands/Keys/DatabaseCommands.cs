using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>Commands on whole databases.</summary>
internal static class DatabaseCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("select", Select);
        table.Add("swapdb", SwapDb);
        table.Add("dbsize", static call => call.Reply.Integer(call.Database.Keys));
        table.Add("flushdb", static call => Flush(call, [call.Database]));
        table.Add("flushall", static call => Flush(call, call.Keyspace.Databases));
    }

    private static void Select(CommandCall call)
    {
        if (!call.TryInt(1, out int index))
        {
            return;
        }

        if ((uint)index >= (uint)call.Keyspace.Databases.Length)
        {
            call.Fail(DataErrors.DatabaseOutOfRange);
            return;
        }

        call.Client.DatabaseIndex = index;
        call.Reply.Ok();
    }

    private static void SwapDb(CommandCall call)
    {
        if (!call.TryInt(1, out int first, "ERR invalid first DB index") || !call.TryInt(2, out int second, "ERR invalid second DB index"))
        {
            return;
        }

        Database[] databases = call.Keyspace.Databases;
        if ((uint)first >= (uint)databases.Length || (uint)second >= (uint)databases.Length)
        {
            call.Fail(DataErrors.DatabaseOutOfRange);
            return;
        }

        if (first != second)
        {
            databases[first].Swap(databases[second]);
        }

        call.Reply.Ok();
    }

    private static void Flush(in CommandCall call, ReadOnlySpan<Database> databases)
    {
        if (call.Words.Length > 2 || (call.Words.Length == 2 && !call.Is(1, "ASYNC") && !call.Is(1, "SYNC")))
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        call.Keyspace.Flush(databases);
        call.Reply.Ok();
    }
}
