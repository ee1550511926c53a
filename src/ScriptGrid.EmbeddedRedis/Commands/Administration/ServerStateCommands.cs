using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>
/// TIME, SHUTDOWN, MODULE, LOLWUT, and MEMORY except for keys. SAVE, BGSAVE and BGREWRITEAOF reply with success although the server stores nothing; LASTSAVE
/// returns when a save was last asked for.
/// </summary>
internal sealed class ServerStateCommands(Executor executor, BusyScript busy, MemoryUse memory, SaveTimes saves)
{
    private static readonly string[] ShutdownWords = ["NOSAVE", "SAVE", "NOW", "FORCE", "ABORT"];

    internal void Register(CommandTable table)
    {
        table.Add("time", Time);
        table.Add("shutdown", Shutdown);
        table.Add("save", Save);
        table.Add("bgsave", BackgroundSave);
        table.Add("bgrewriteaof", static call => call.Reply.Status("Background append only file rewriting started"));
        table.Add("lastsave", call => call.Reply.Integer(saves.SavedAt / 1000));
        table.Add("lolwut", LolWut);
        table.Add("module list", static call => call.Reply.Array(0));
        table.AddHelp("module");
        table.Add("memory doctor", static call => call.Reply.Verbatim("txt", "The embedded Redis does not examine its memory.\n"u8));
        table.Add("memory malloc-stats", static call => call.Reply.Verbatim("txt", "Stats not supported for the current allocator"u8));
        table.Add("memory purge", static call => call.Ok());
        table.Add("memory stats", MemoryStatistics);
        table.AddHelp("memory");
    }

    private static void Time(CommandCall call)
    {
        long microseconds = call.Clock.Microseconds;
        call.Reply.Array(2);
        call.Reply.Text((microseconds / 1_000_000).ToString(CultureInfo.InvariantCulture));
        call.Reply.Text((microseconds % 1_000_000).ToString(CultureInfo.InvariantCulture));
    }

    private static void LolWut(CommandCall call)
    {
        if (call.Words.Length < 3 || !call.Is(1, "VERSION") || call.TryInteger(2, out _))
        {
            call.Reply.Verbatim("txt", System.Text.Encoding.Latin1.GetBytes($"Redis ver. {RedisVersion.Text}\n"));
        }
    }

    private void Shutdown(CommandCall call)
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
        else if (busy.Current is { } script && !call.Is(1, "NOSAVE"))
        {
            call.Reply.Error(script.BusyMessage);
        }
        else
        {
            executor.Stop();
        }
    }

    private void Save(CommandCall call)
    {
        saves.Note();
        call.Ok();
    }

    private void BackgroundSave(CommandCall call)
    {
        if (call.Words.Length > 2 || (call.Words.Length == 2 && !call.Is(1, "SCHEDULE")))
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        saves.Note();
        call.Reply.Status("Background saving started");
    }

    private void MemoryStatistics(CommandCall call)
    {
        long used = memory.UsedBytes;
        long startup = MemoryUse.EmptyBytes;
        long keys = call.Keyspace.Keys;
        (string Name, long Value)[] figures =
        [
            ("peak.allocated", memory.PeakBytes),
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
