using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>SLOWLOG, and LATENCY, which never has anything to tell.</summary>
internal sealed class LogCommands(SlowLog slowLog)
{
    private const int DefaultEntries = 10;

    internal void Register(CommandTable table)
    {
        table.Add("slowlog get", Get);
        table.Add("slowlog len", call => call.Reply.Integer(slowLog.Entries.Count));
        table.Add("slowlog reset", Reset);
        table.AddHelp("slowlog");
        table.Add("latency latest", static call => call.Reply.Array(0));
        table.Add("latency history", static call => call.Reply.Array(0));
        table.Add("latency reset", static call => call.Reply.Integer(0));
        table.Add("latency histogram", static call => call.Reply.Map(0));
        table.Add("latency doctor", static call => call.Reply.Verbatim("txt", "The embedded Redis does not watch latency.\n"u8));
        table.Add("latency graph", static call => call.Reply.Error($"ERR No samples available for event '{call.Text(2)}'"));
        table.AddHelp("latency");
    }

    private void Get(CommandCall call)
    {
        long count = DefaultEntries;
        if (call.Words.Length > 3)
        {
            call.Reply.Error(CommandTable.WrongArity("slowlog|get"));
            return;
        }

        if (call.Words.Length == 3 && (!Integers.TryParse(call.Words[2], out count) || count < -1))
        {
            call.Reply.Error("ERR count should be greater than or equal to -1");
            return;
        }

        SlowLogEntry[] entries = [.. slowLog.Entries.Take(count == -1 ? int.MaxValue : (int)Math.Min(count, int.MaxValue))];
        call.Reply.Array(entries.Length);
        foreach (SlowLogEntry entry in entries)
        {
            Write(call, entry);
        }
    }

    private static void Write(CommandCall call, SlowLogEntry entry)
    {
        call.Reply.Array(6);
        call.Reply.Integer(entry.Id);
        call.Reply.Integer(entry.Seconds);
        call.Reply.Integer(entry.Microseconds);
        call.Reply.Array(entry.Words.Length);
        Array.ForEach(entry.Words, call.Reply.Bulk);
        call.Reply.Text(entry.Address);
        call.Reply.Bulk(entry.ClientName);
    }

    private void Reset(CommandCall call)
    {
        slowLog.Clear();
        call.Ok();
    }
}
