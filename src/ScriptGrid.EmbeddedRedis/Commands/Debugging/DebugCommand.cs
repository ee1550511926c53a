using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Debugging;

/// <summary>DEBUG: what tests of Redis use, and what has no effect here but must not fail.</summary>
internal sealed class DebugCommand(Executor executor, ScriptGuard scripts, Replication replication)
{
    /// <summary>Subcommands that are accepted and do nothing, with the number of words they take.</summary>
    private static readonly (string Name, int Min, int Max)[] WithoutEffect =
    [
        ("reload", 2, 5),
        ("loadaof", 2, 2),
        ("log", 3, 3),
        ("leak", 3, 3),
        ("pause-cron", 3, 3),
        ("replybuffer", 4, 4),
        ("quicklist-packed-threshold", 3, 3),
        ("aof-flush-sleep", 3, 3),
    ];

    internal void Register(CommandTable table) => table.Add("debug", Debug);

    private void Debug(CommandCall call)
    {
        string name = call.Text(1).ToLowerInvariant();
        int words = call.Words.Length;
        switch (name)
        {
            case "sleep" when words == 3:
                Sleep(call);
                break;
            case "protocol" when words == 3:
                DebugProtocol.Reply(call);
                break;
            case "set-disable-deny-scripts" when words == 3:
                scripts.AllowsAllCommands = call.Is(2, "1");
                call.Ok();
                break;
            case "set-active-expire" when words == 3:
                call.Keyspace.Settings.ActiveExpire = !call.Is(2, "0");
                call.Ok();
                break;
            case "object" when words is 3 or 4:
                DescribeObject(call);
                break;
            case "change-repl-id" when words == 2:
                replication.Id = Replication.NewId();
                call.Ok();
                break;
            case "error" when words == 3:
                call.Reply.Error(call.Text(2));
                break;
            case "populate" when words is >= 3 and <= 5:
                Populate(call);
                break;
            case "help" when words == 2:
                Help(call);
                break;
            default:
                AcceptOrRefuse(call, name);
                break;
        }
    }

    private static void AcceptOrRefuse(CommandCall call, string name)
    {
        int words = call.Words.Length;
        if (Array.Exists(WithoutEffect, known => known.Name == name && words >= known.Min && words <= known.Max))
        {
            call.Ok();
        }
        else
        {
            call.Reply.Error($"ERR unknown subcommand or wrong number of arguments for '{call.Text(1)}'. Try DEBUG HELP.");
        }
    }

    private void Sleep(CommandCall call)
    {
        // As C's strtod does: what is no number is none.
        if (double.TryParse(call.Words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
        {
            executor.Hold(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000)), call.Clock.Time);
        }

        call.Ok();
    }

    private static void DescribeObject(CommandCall call)
    {
        if (call.Database.Peek(call.Words[2]) is not { } value)
        {
            call.Reply.Error(DataErrors.NoSuchKey);
            return;
        }

        long idle = (call.Clock.Milliseconds - value.LastUsed) / 1000;
        call.Reply.Status(string.Create(
            CultureInfo.InvariantCulture,
            $"Value at:0x000000000000 refcount:1 encoding:{value.Encoding} serializedlength:{value.MemoryBytes} lru:{value.LastUsed / 1000 & 0xFFFFFF} lru_seconds_idle:{idle}"));
    }

    private static void Populate(CommandCall call)
    {
        if (!call.TryInt(2, out int count))
        {
            return;
        }

        int size = 0;
        if (call.Words.Length == 5 && !call.TryInt(4, out size))
        {
            return;
        }

        string prefix = call.Words.Length > 3 ? call.Text(3) : "key";
        for (int i = 0; i < count; i++)
        {
            byte[] key = System.Text.Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}:{i}"));
            if (call.Database.Find(key, touch: false) is null)
            {
                byte[] value = System.Text.Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"value:{i}"));
                Array.Resize(ref value, size > 0 ? size : value.Length);
                call.Database.Set(key, new StringValue(value));
            }
        }

        call.Ok();
    }

    private static void Help(CommandCall call)
    {
        string[] lines =
        [
            "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
            "CHANGE-REPL-ID", "ERROR <string>", "OBJECT <key>", "POPULATE <count> [<prefix>] [<size>]", "PROTOCOL <type>", "SET-ACTIVE-EXPIRE <0|1>",
            "SET-DISABLE-DENY-SCRIPTS <0|1>", "SLEEP <seconds>", .. WithoutEffect.Select(static known => known.Name.ToUpperInvariant() + " (no effect)"), "HELP",
        ];
        call.Reply.Array(lines.Length);
        Array.ForEach(lines, call.Reply.Status);
    }
}
