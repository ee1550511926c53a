using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Tries to serve a command that may wait; true once a reply is written. At a retry, keys that hold something else are passed over.</summary>
internal delegate bool BlockingAttempt(in CommandCall call, bool isRetry);

/// <summary>Commands that wait for keys.</summary>
internal static class BlockingCalls
{
    /// <summary>Serves a command at once or parks its client until one of the keys is ready, or until its time is over; zero is for ever.</summary>
    internal static void ServeOrWait(this in CommandCall call, byte[][] keys, TimeSpan timeout, BlockingAttempt attempt)
    {
        if (attempt(call, isRetry: false))
        {
            return;
        }

        if (call.Client.DenyBlocking)
        {
            call.Reply.NullArray();
            return;
        }

        ClientSession client = call.Client;
        RedisServer server = call.Server;
        byte[][] words = call.Words.ToArray();
        server.Blocked.Block(new BlockedCall
        {
            Client = client,
            DatabaseIndex = client.DatabaseIndex,
            Keys = keys,
            Words = words,
            TryServe = () => attempt(new CommandCall { Server = server, Client = client, Words = words, Reply = client.Reply! }, isRetry: true),
            WriteTimeout = client.Reply!.NullArray,
            Duration = timeout,
        });
    }

    /// <summary>Reads a time in seconds, with decimals.</summary>
    internal static bool TryTimeout(this in CommandCall call, int index, out TimeSpan timeout)
    {
        timeout = default;
        if (!double.TryParse(call.Words[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || double.IsNaN(seconds))
        {
            return call.Fail("ERR timeout is not a float or out of range");
        }

        if (seconds < 0)
        {
            return call.Fail("ERR timeout is negative");
        }

        if (seconds * 1000 > long.MaxValue)
        {
            return call.Fail("ERR timeout is out of range");
        }

        timeout = Limit(seconds * 1000);
        return true;
    }

    /// <summary>A time that timers can take; the longest is as good as for ever.</summary>
    internal static TimeSpan Limit(double milliseconds) =>
        milliseconds >= uint.MaxValue - 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds));
}
