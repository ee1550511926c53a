using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Rdb;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Debugging;

/// <summary>DEBUG: the subcommands that tests of Redis use.</summary>
internal sealed class DebugCommand(Executor executor, ScriptEngine scripts, Replication replication, Reloading reloading)
{
    /// <summary>Subcommands of Redis that concern its memory, its files, its crashes or its cluster.</summary>
    private static readonly string[] Absent =
    [
        "aof-flush-sleep", "assert", "client-eviction", "clusterlink", "config-rewrite-force-all", "crash-and-recover", "drop-cluster-packet-filter", "htstats", "htstats-key",
        "leak", "listpack", "log", "mallctl", "mallctl-str", "oom", "panic", "quicklist", "replybuffer", "restart", "sdslen", "segfault", "set-skip-checksum-validation",
        "stringmatch-test", "structsize", "ziplist",
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
                scripts.Guard.AllowsAllCommands = call.Is(2, "1");
                call.Ok();
                break;
            case "set-active-expire" when words == 3:
                call.Keyspace.Settings.ActiveExpire = !call.Is(2, "0");
                call.Ok();
                break;
            case "object" when words is 3 or 4:
                DescribeObject(call);
                break;
            case "digest" when words == 2:
                call.Reply.Status(DatasetDigest.Of(call.Keyspace));
                break;
            case "digest-value" when words >= 2:
                DigestValues(call);
                break;
            case "change-repl-id" when words == 2:
                replication.Id = Replication.NewId();
                call.Ok();
                break;
            case "reload":
                reloading.Reload(call);
                break;
            case "loadaof" when words == 2:
                reloading.Reload(call);
                break;
            case "pause-cron" when words == 3:
                executor.IsHousekeepingPaused = !call.Is(2, "0");
                call.Ok();
                break;
            case "quicklist-packed-threshold" when words == 3:
                SetPlainNodeBytes(call);
                break;
            case "replicate" when words >= 3:
                call.Keyspace.Propagation.Add(call.Database.Index, call.Words[2..].ToArray());
                call.Ok();
                break;
            case "error" when words == 3:
                call.Reply.Error(call.WholeText(2));
                break;
            case "populate" when words is >= 3 and <= 5:
                Populate(call);
                break;
            case "help" when words == 2:
                Help(call);
                break;
            default:
                string error = Absent.Contains(name)
                    ? $"ERR the embedded Redis does not have DEBUG {name.ToUpperInvariant()}"
                    : $"ERR unknown subcommand or wrong number of arguments for '{call.Text(1)}'. Try DEBUG HELP.";
                call.Reply.Error(error);
                break;
        }
    }

    private static void SetPlainNodeBytes(CommandCall call)
    {
        if (!ByteSize.TryParse(call.Text(2), out long bytes) || bytes > uint.MaxValue)
        {
            call.Reply.Error("ERR argument must be a memory value bigger than 1 and smaller than 4gb");
            return;
        }

        call.Keyspace.Settings.ListPlainNodeBytes = bytes == 0 ? DataSettings.DefaultListPlainNodeBytes : bytes;
        call.Ok();
    }

    private void Sleep(CommandCall call)
    {
        // Like C's strtod: text that is not a number means no delay.
        if (double.TryParse(call.Words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
        {
            executor.Hold(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000)), call.Clock.Time);
        }

        call.Ok();
    }

    private static void DigestValues(CommandCall call)
    {
        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] key in call.Words[2..])
        {
            call.Reply.Status(DatasetDigest.OfValue(call.Database, key));
        }
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
            $"Value at:0x000000000000 refcount:1 encoding:{value.Encoding} serializedlength:{ValueWriter.Size(value, call.Keyspace.Settings)} lru:{value.LastUsed / 1000 & 0xFFFFFF} lru_seconds_idle:{idle}"));
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
            "CHANGE-REPL-ID", "DIGEST", "DIGEST-VALUE [<key> ...]", "ERROR <string>", "LOADAOF", "OBJECT <key>", "PAUSE-CRON <0|1>", "POPULATE <count> [<prefix>] [<size>]",
            "PROTOCOL <type>", "QUICKLIST-PACKED-THRESHOLD <size>", "RELOAD [MERGE] [NOFLUSH] [NOSAVE]", "REPLICATE <string>", "SET-ACTIVE-EXPIRE <0|1>",
            "SET-DISABLE-DENY-SCRIPTS <0|1>", "SLEEP <seconds>", "HELP",
        ];
        call.Reply.Array(lines.Length);
        Array.ForEach(lines, call.Reply.Status);
    }
}
