using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Sorts error replies into the closed list of reasons, by the words that Redis and its kin use.</summary>
internal static class RedisErrors
{
    private const int MaxMessageLength = 512;

    /// <summary>By the error's first word.</summary>
    private static readonly Dictionary<string, FailureReason> ByCode = new(StringComparer.Ordinal)
    {
        ["NOAUTH"] = FailureReason.Auth,
        ["WRONGPASS"] = FailureReason.Auth,
        ["NOPERM"] = FailureReason.Denied,
        ["DENIED"] = FailureReason.Denied,
        ["BUSY"] = FailureReason.Busy,
        ["LOADING"] = FailureReason.Loading,
        ["MASTERDOWN"] = FailureReason.Loading,
        ["READONLY"] = FailureReason.ReadOnly,
        ["MISCONF"] = FailureReason.ReadOnly,
        ["NOREPLICAS"] = FailureReason.ReadOnly,
        ["OOM"] = FailureReason.Oom,
        ["MOVED"] = FailureReason.Cluster,
        ["ASK"] = FailureReason.Cluster,
        ["CROSSSLOT"] = FailureReason.Cluster,
        ["CLUSTERDOWN"] = FailureReason.Cluster,
        ["TRYAGAIN"] = FailureReason.Cluster,
        ["NOSCRIPT"] = FailureReason.NoScript,
    };

    /// <summary>By how a plain <c>ERR</c> begins.</summary>
    private static readonly (string Words, FailureReason Reason)[] ByBeginning =
    [
        ("ERR max number of clients", FailureReason.Connection),
        ("ERR unknown command", FailureReason.Unsupported),
        ("ERR unknown subcommand", FailureReason.Unsupported),
        ("ERR invalid password", FailureReason.Auth),
        ("ERR AUTH ", FailureReason.Auth),
        ("ERR Client sent AUTH", FailureReason.Auth),
        ("ERR SELECT is not allowed in cluster mode", FailureReason.Cluster),
        ("ERR DB index is out of range", FailureReason.Unsupported),
    ];

    /// <summary>By words that Redis puts into errors from inside a script.</summary>
    private static readonly (string Words, FailureReason Reason)[] ByWords =
    [
        ("ACL failure in script", FailureReason.Denied),
        ("The user executing the script can't", FailureReason.Denied),
        ("Write commands are not allowed from read-only", FailureReason.ReadOnly),
        ("Can not execute a script with write flag using *_ro", FailureReason.ReadOnly),
        ("non local key", FailureReason.Cluster),
        ("do not hash to the same slot", FailureReason.Cluster),
        ("Can not run script on cluster", FailureReason.Cluster),
    ];

    /// <summary>The failure that an error reply says, with its text as the message.</summary>
    public static Failure From(ReadOnlySpan<byte> text)
    {
        string message = Encoding.UTF8.GetString(text.Length > MaxMessageLength ? text[..MaxMessageLength] : text).ReplaceLineEndings(" ");
        FailureReason reason = Sort(message);
        return new Failure(reason, message) { IsConnectionLost = reason == FailureReason.Connection };
    }

    /// <summary>
    /// The failure of a whole reply that is an error; null when it is none. BUSY, LOADING and NOAUTH are faults of the whole target, and NOAUTH one of the
    /// connection, which has to log in again.
    /// </summary>
    public static Failure? FromReply(ReadOnlySpan<byte> reply)
    {
        if (reply[0] != (byte)'-' && reply[0] != (byte)'!')
        {
            return null;
        }

        var reader = new RespReader(reply);
        reader.Read();
        Failure failure = From(reader.Text);
        return failure.Reason switch
        {
            FailureReason.Busy or FailureReason.Loading => failure with { IsTargetFault = true },
            FailureReason.Auth => failure with { IsTargetFault = true, IsConnectionLost = true },
            _ => failure,
        };
    }

    /// <summary>The line of the user's script that an error message names, or 0.</summary>
    public static int ScriptLine(string message)
    {
        const string marker = "user_script:";
        int start = message.LastIndexOf(marker, StringComparison.Ordinal);
        int line = 0;
        for (int i = start + marker.Length; start >= 0 && i < message.Length && char.IsAsciiDigit(message[i]); i++)
        {
            line = (line * 10) + (message[i] - '0');
        }

        return line;
    }

    /// <summary><c>, line N</c> where the message names a line of the user's script, else nothing.</summary>
    public static string LineSuffix(string message) =>
        ScriptLine(message) is > 0 and int line ? string.Create(CultureInfo.InvariantCulture, $", line {line}") : "";

    private static FailureReason Sort(string message)
    {
        int space = message.IndexOf(' ', StringComparison.Ordinal);
        if (ByCode.TryGetValue(space < 0 ? message : message[..space], out FailureReason reason))
        {
            return reason;
        }

        return Find(ByBeginning, words => message.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            ?? Find(ByWords, words => message.Contains(words, StringComparison.OrdinalIgnoreCase))
            ?? FailureReason.Script;
    }

    private static FailureReason? Find((string Words, FailureReason Reason)[] table, Predicate<string> fits)
    {
        foreach ((string words, FailureReason reason) in table)
        {
            if (fits(words))
            {
                return reason;
            }
        }

        return null;
    }
}
