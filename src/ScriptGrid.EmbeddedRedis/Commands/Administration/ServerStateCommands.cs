using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands.Connections;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>
/// TIME, SHUTDOWN and what has no effect on a server that stores nothing: SAVE, BGSAVE and BGREWRITEAOF say that all is well, LASTSAVE tells when they last did;
/// MODULE, MEMORY without keys, and LOLWUT.
/// </summary>
internal static class ServerStateCommands
{
    private static readonly string[] ShutdownWords = ["NOSAVE", "SAVE", "NOW", "FORCE", "ABORT"];

    internal static void Register(CommandTable table)
    {
        table.Add("time", Time);
        table.Add("shutdown", Shutdown);
        table.Add("save", Save);
        table.Add("bgsave", BackgroundSave);
        table.Add("bgrewriteaof", static call => call.Reply.Status("Background append only file rewriting started"));
        table.Add("lastsave", static call => call.Reply.Integer(call.Server.SavedAt / 1000));
        table.Add("lolwut", static call => call.Reply.Verbatim("txt", System.Text.Encoding.UTF8.GetBytes($"Redis ver. {LoginCommands.ServerVersion}\n")));
        table.Add("module list", static call => call.Reply.Array(0));
        table.AddHelp("module");
        table.Add("memory doctor", static call => call.Reply.Verbatim("txt", "The embedded Redis does not look into its memory.\n"u8));
        table.Add("memory malloc-stats", static call => call.Reply.Verbatim("txt", "Stats not supported for the current allocator"u8));
        table.Add("memory purge", static call => call.Ok());
        table.Add("memory stats", MemoryStatistics);
        table.AddHelp("memory");
    }

    private static void Time(CommandCall call)
    {
        long microseconds = call.Server.Clock.Microseconds;
        call.Reply.Array(2);
        call.Reply.Text((microseconds / 1_000_000).ToString(CultureInfo.InvariantCulture));
        call.Reply.Text((microseconds % 1_000_000).ToString(CultureInfo.InvariantCulture));
    }

    private static void Shutdown(CommandCall call)
    {
        bool aborts = false;
        for (int i = 1; i < call.Words.Length; i++)
        {
            string word = call.Text(i).ToUpperInvariant();
            aborts |= word == "ABORT";
            if (!ShutdownWords.Contains(word))
            {
                call.Reply.Error(DataErrors.Syntax);
                return;
            }
        }

        if (aborts)
        {
            call.Reply.Error(call.Words.Length > 2 ? DataErrors.Syntax : "ERR No shutdown in progress.");
        }
        else if (call.Server.IsServingWhileBusy && !call.Is(1, "NOSAVE"))
        {
            call.Reply.Error(call.Server.BusyMessage);
        }
        else
        {
            call.Server.Executor.Stop();
        }
    }

    private static void Save(CommandCall call)
    {
        call.Server.NoteSaved();
        call.Ok();
    }

    private static void BackgroundSave(CommandCall call)
    {
        if (call.Words.Length > 2 || (call.Words.Length == 2 && !call.Is(1, "SCHEDULE")))
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        call.Server.NoteSaved();
        call.Reply.Status("Background saving started");
    }

    private static void MemoryStatistics(CommandCall call)
    {
        long used = call.Server.UsedMemoryBytes;
        long startup = RedisServer.EmptyBytes;
        long keys = call.Server.Databases.Sum(static database => (long)database.Keys);
        (string Name, long Value)[] figures =
        [
            ("peak.allocated", call.Server.PeakMemoryBytes),
            ("total.allocated", used),
            ("startup.allocated", startup),
            ("overhead.total", startup),
            ("keys.count", keys),
            ("keys.bytes-per-key", keys == 0 ? 0 : (used - startup) / keys),
            ("dataset.bytes", used - startup),
        ];
        call.Reply.Map(figures.Length);
        foreach ((string name, long value) in figures)
        {
            call.Reply.Text(name);
            call.Reply.Integer(value);
        }
    }
}
