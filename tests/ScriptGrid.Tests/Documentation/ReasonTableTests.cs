using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Documentation;

/// <summary>The table of reasons in docs/metrics.md, row by row: each reason is one that the product gives, and for what the row says.</summary>
public sealed partial class ReasonTableTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>What a server says to EVALSHA_RO and its kin, as an error, by the words of the row's second column.</summary>
    public static TheoryData<string, string, string> ErrorReplies { get; } = new()
    {
        { "connection", "no server behind a proxy", "no upstream host" },
        { "connection", "too many clients", "ERR max number of clients reached" },
        { "denied", "the ACL user may not run a command or read a key", "NOPERM User metrics has no permissions to run the 'evalsha_ro' command" },
        { "denied", "the server is in protected mode", "DENIED Redis is running in protected mode" },
        { "busy", "another script has blocked the server", "BUSY Redis is busy running a script." },
        { "loading", "the server loads its data", "LOADING Redis is loading the dataset in memory" },
        { "loading", "a replica has lost its master", "MASTERDOWN Link with MASTER is down" },
        { "readonly", "a script wrote where only reads are allowed", "ERR Write commands are not allowed from read-only scripts. script: 1f, on @user_script:1." },
        { "oom", "the server is above `maxmemory`", "OOM command not allowed when used memory > 'maxmemory'." },
        { "cluster", "a key belongs to another node", "MOVED 866 127.0.0.1:7001" },
        { "cluster", "the cluster is down", "CLUSTERDOWN The cluster is down" },
        { "unsupported", "does not know a command", "ERR unknown command 'EVALSHA_RO', with args beginning with: " },
        { "unsupported", "lets nobody send it", "ERR command 'EVALSHA_RO' is not allowed" },
        { "noscript", "the script was gone again right after it was loaded", "NOSCRIPT No matching script. Please use EVAL." },
        { "script", "raised an error", "ERR user_script:1: boom script: 1f, on @user_script:1." },
        { "auth", "no or wrong password", "NOAUTH Authentication required." },
    };

    /// <summary>Other answers, or none.</summary>
    public static TheoryData<string, string, string?> OtherReplies { get; } = new()
    {
        { "connection", "closed", null },
        { "reply", "it returned what [may not be returned]", "*2\r\n+key\r\n+no number\r\n" },
        { "limit", "too large", "$999999999\r\n" },
        { "limit", "what a server pushes counts with the reply", ">1\r\n$999999999\r\n" },
        { "protocol", "the answer is not RESP", "HTTP/1.1 400 Bad Request\r\n\r\n" },
        { "timeout", "whether a reply had begun", "*2\r\n:1\r\n" },
        { "timeout", "no answer in time", "" },
    };

    private static string Page { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "metrics.md"));

    [Fact]
    public void Table_Rows_AreTheClosedList() =>
        Assert.Equal(Enum.GetValues<FailureReason>().Select(Failure.Label), Rows().Keys);

    [Theory]
    [MemberData(nameof(ErrorReplies))]
    public async Task Row_ServerAnswersWithTheError_IsItsReason(string reason, string words, string error)
    {
        await using ScriptedRedis server = Answering(_ => Resp.Error(error));

        await AssertReasonAsync(reason, words, $"redis://{server.Address}");
    }

    [Theory]
    [MemberData(nameof(OtherReplies))]
    public async Task Row_ServerAnswersOddly_IsItsReason(string reason, string words, string? answer)
    {
        await using ScriptedRedis server = Answering(_ => answer is null ? ScriptedRedis.HangUp : Encoding.ASCII.GetBytes(answer));

        await AssertReasonAsync(reason, words, $"redis://{server.Address}");
    }

    [Theory]
    [InlineData("dns", "the host name has no address", "redis://no..address.invalid")]
    [InlineData("connection", "refused", "redis://127.0.0.1:{1}")]
    [InlineData("connection", "no such database", "redis://{0}/99")]
    [InlineData("tls", "the handshake failed or was not answered", "rediss://{0}")]
    [InlineData("auth", "a password where the server asks for none", "redis://:secret@{0}")]
    [InlineData("auth", "another user than configured", "redis://metrics:secret@{0}")]
    public async Task Row_TargetThatIsWrong_IsItsReason(string reason, string words, string target)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command switch
        {
            ["AUTH", _] => Resp.Error("ERR AUTH <password> called without any password configured for the default user."),
            ["ACL", ..] => Resp.Bulk("default"),
            ["SELECT", ..] => Resp.Error("ERR DB index is out of range"),
            _ => Resp.Ok,
        });

        await AssertReasonAsync(reason, words, string.Format(null, target, server.Address, FreePort.Find()));
    }

    private static Dictionary<string, string> Rows() =>
        Row().Matches(Page[Page.IndexOf("## Reasons", StringComparison.Ordinal)..Page.IndexOf("## About the collector", StringComparison.Ordinal)])
            .ToDictionary(static row => row.Groups[1].Value, static row => row.Groups[2].Value);

    private static ScriptedRedis Answering(Func<string[], byte[]> answer) => ScriptedRedis.Start(command =>
        command[0].StartsWith("EVAL", StringComparison.Ordinal) ? answer(command) : Resp.Ok);

    private static async Task AssertReasonAsync(string reason, string words, string target)
    {
        Assert.Contains(words, Rows()[reason], StringComparison.Ordinal);
        RedisUri uri = RedisUri.Parse(target, out _)!;
        var script = new ScriptSpec
        {
            Name = "a.lua",
            Body = "return 1"u8.ToArray(),
            Timeout = reason == "timeout" ? TimeSpan.FromMilliseconds(200) : Limit,
        };
        var spec = new TargetSpec
        {
            Address = uri.Address,
            Credentials = uri.Password is null ? null : new RedisCredentials(uri.Username, uri.Password),
            Tls = uri.IsTls ? new TlsSettings() : null,
            Scripts = [script],
        };
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: false);

        TrialOutcome outcome = await new ScriptTrial(naming, TimeProvider.System).RunAsync(spec, script, CancellationToken.None);

        Assert.Equal(reason, Failure.Label(outcome.Failure!.Reason));
        Assert.NotEmpty(outcome.Failure.Message);
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (.*?) \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
