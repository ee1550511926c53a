using System.Globalization;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Maps error replies to the closed list of reasons, by the words that Redis and compatible servers use.</summary>
internal static partial class RedisErrors
{
    private const int MaxMessageLength = 512;
    private const string NoWords = "an error without any words";
    private const string LogInFirst = "NOAUTH Authentication required.";

    /// <summary>Reasons by the error's first word.</summary>
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
        ["NOPROTO"] = FailureReason.Unsupported,
    };

    /// <summary>Reasons by how other messages begin: those with plain <c>ERR</c>, or those of proxies without a code.</summary>
    private static readonly (string Words, FailureReason Reason)[] ByBeginning =
    [
        ("ERR max number of clients", FailureReason.Connection),
        ("ERR Protocol error", FailureReason.Protocol),
        ("ERR unknown command", FailureReason.Unsupported),
        ("ERR unknown subcommand", FailureReason.Unsupported),
        ("ERR invalid password", FailureReason.Auth),
        ("ERR AUTH ", FailureReason.Auth),
        ("ERR Client sent AUTH", FailureReason.Auth),
        ("ERR SELECT is not allowed in cluster mode", FailureReason.Cluster),
        ("no upstream host", FailureReason.Connection), // Envoy without a server to pass the command on to.
        ("upstream failure", FailureReason.Connection),
        ("ERR no server", FailureReason.Connection), // Predixy
        ("ERR Connection refused", FailureReason.Connection), // twemproxy
        ("ERR Connection timed out", FailureReason.Connection),
    ];

    /// <summary>Reasons by words that Redis puts into errors from inside a script.</summary>
    private static readonly (string Words, FailureReason Reason)[] ByWords =
    [
        ("Write commands are not allowed from read-only", FailureReason.ReadOnly),
        ("Can not execute a script with write flag using *_ro", FailureReason.ReadOnly),
        ("non local key", FailureReason.Cluster),
        ("do not hash to the same slot", FailureReason.Cluster),
        ("Can not run script on cluster", FailureReason.Cluster),
    ];

    /// <summary>Returns the failure that an error reply expresses, with its text as the message.</summary>
    public static Failure From(ReadOnlySpan<byte> text)
    {
        string message = text.IsEmpty ? NoWords : ShortText.Of(text, MaxMessageLength).ReplaceLineEndings(" ");
        if (CodeOf(message) is "" or "ERR" && ServerRefusals.Find(message) is { } refusal)
        {
            return new Failure(refusal.Reason, message) { Remedy = refusal.Remedy };
        }

        FailureReason reason = Sort(message);
        bool isProtected = CodeOf(message) == "DENIED";
        return new Failure(reason, message)
        {
            IsConnectionLost = (isProtected || reason is FailureReason.Connection or FailureReason.Protocol) && IsOfServer(message),
            IsCommandRefused = reason == FailureReason.Unsupported && !IsFromScript().IsMatch(message),
            Remedy = reason switch
            {
                FailureReason.Unsupported => ServerRefusals.NoSuchCommand,
                FailureReason.Denied when !isProtected => ServerRefusals.NoPermission,
                _ => null,
            },
        };
    }

    /// <summary>
    /// Returns the failure of a complete reply that is an error; null if it is none. BUSY, LOADING and NOAUTH are faults of the whole target, in the words of
    /// servers. After NOAUTH the connection also counts as lost, because it has to log in again.
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
            _ when !IsOfServer(failure.Message) => failure,
            FailureReason.Busy or FailureReason.Loading => failure with { IsTargetFault = true },
            FailureReason.Auth => failure with { IsTargetFault = true, IsConnectionLost = true },
            _ => failure,
        };
    }

    /// <summary>Returns the line of the user's script that an error message names; 0 if it names none.</summary>
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

    /// <summary>Returns <c>, line N</c> if the message names a line of the user's script; otherwise an empty string.</summary>
    public static string LineSuffix(string message) =>
        ScriptLine(message) is > 0 and int line ? string.Create(CultureInfo.InvariantCulture, $", line {line}") : "";

    /// <summary>Returns the error's first word if Redis is known to use it; otherwise an empty string, since the word may be anything.</summary>
    public static string CodeOf(string message)
    {
        int space = message.IndexOf(' ', StringComparison.Ordinal);
        string word = space < 0 ? message : message[..space];
        return word == "ERR" || ByCode.ContainsKey(word) ? word : "";
    }

    /// <summary>
    /// Whether a server or proxy answers so instead of carrying out the command. A script may begin errors of its own with any words, as in
    /// <c>BUSY lock is held</c> or <c>upstream failure: checkout</c>, so whole messages are compared.
    /// </summary>
    public static bool IsOfServer(string message) => IsInWordsOfServers().IsMatch(message) && !IsFromScript().IsMatch(message);

    /// <summary>Whether the server requires a log-in first, so that it certainly did not carry out the command.</summary>
    public static bool IsNotLoggedIn(Failure failure) => failure.Message == LogInFirst;

    private static FailureReason Sort(string message)
    {
        if (ByCode.TryGetValue(CodeOf(message), out FailureReason reason))
        {
            return reason;
        }

        return Find(ByBeginning, words => message.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            ?? Find(ByWords, words => message.Contains(words, StringComparison.OrdinalIgnoreCase))
            ?? (RefusesCommand().IsMatch(message) && !IsFromScript().IsMatch(message) ? FailureReason.Unsupported : FailureReason.Script);
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

    /// <summary>
    /// Matches the many ways in which proxies and other servers say that they do not know a command, or let nobody send it: "unsupported command"
    /// (Envoy, Corvus), "ERR command 'SCRIPT' is not allowed" (Codis), "ERR Command is not available: 'SCRIPT'" (Upstash) and similar.
    /// </summary>
    [GeneratedRegex(
        @"^(ERR:? )?((unknown|unsupported|unsupport|unrecogni[sz]ed|unimplemented|disabled|forbidden|invalid)( redis)? (sub)?command\b"
        + @"|(the |this )?(sub)?command\b.{0,100}?(\b(unknown|unsupported|unavailable|disabled|forbidden|prohibited)"
        + @"|(\bnot|n't)( yet| currently)? (supported|support|allowed|available|implemented|recogni[sz]ed|permitted|enabled|found)))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RefusesCommand();

    /// <summary>
    /// Matches how Redis and its kin, which put their own names into these errors, and proxies (Envoy, Predixy, twemproxy) say that they do not carry out a
    /// command.
    /// </summary>
    [GeneratedRegex(
        @"^(BUSY .*(busy running|\bKILL\b|\bmodule\b)|LOADING .*(is loading|is restoring|dataset)|MASTERDOWN .*\bdown\b"
        + @"|NOAUTH .*(auth|log ?in\b|password)|WRONGPASS invalid .*(password|token)|DENIED .*protected mode"
        + @"|ERR (AUTH <password> called without|Client sent AUTH, but|invalid password\.?$)"
        + @"|ERR max number of clients( \+ cluster connections)? reached\.?$"
        + @"|ERR Protocol error(: (too big|unbalanced|expected|invalid|unauthenticated) .*)?$"
        + @"|(no upstream host|upstream failure|ERR no server( connection)? ava\w+|ERR Connection (refused|timed out))\.?$"
        + @"|NOSCRIPT .*matching script|(MOVED|ASK) [0-9]+ \S+$|CROSSSLOT Keys in|CLUSTERDOWN .*(slot|cluster is down)|TRYAGAIN Multiple keys)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsInWordsOfServers();

    /// <summary>Matches errors of commands that a script called; Redis adds the script to their text.</summary>
    [GeneratedRegex(@"user_script|from (a )?script|script: [0-9a-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex IsFromScript();
}
