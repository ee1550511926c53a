using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>SLOWLOG.</summary>
internal sealed class SlowLogCommands(SlowLog slowLog)
{
    private const int DefaultEntries = 10;

    internal void Register(CommandTable table)
    {
        table.Add("slowlog get", Get);
        table.Add("slowlog len", call => call.Reply.Integer(slowLog.Entries.Count));
        table.Add("slowlog reset", Reset);
        table.AddHelp("slowlog");
    }

    private void Get(CommandCall call)
    {
        long count = DefaultEntries;
        if (call.Words.Length > 3)
        {
            call.FailSubcommand();
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
