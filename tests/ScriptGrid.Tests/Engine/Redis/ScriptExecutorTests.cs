using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Which commands are sent, by what the server answers.</summary>
public sealed class ScriptExecutorTests
{
    private static readonly byte[] NoScript = Resp.Error("NOSCRIPT No matching script. Please use EVAL.");
    private static readonly byte[] NoPermission = Resp.Error("NOPERM User metrics has no permissions to run the 'x' command");
    private static readonly ScriptSpec Script = new() { Name = "one.lua", Body = "return 1"u8.ToArray() };

    [Fact]
    public async Task RunAsync_ThreeRuns_LoadsOnce()
    {
        await using Run run = await Run.StartAsync(static command => command is ["SCRIPT", ..] ? Resp.Bulk("sha") : Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0", "EVALSHA_RO sha 0", "EVALSHA_RO sha 0"], run.Commands);
        Assert.Equal(":1\r\n", run.Reply);
    }

    [Fact]
    public async Task RunAsync_TwoScripts_LoadsEach()
    {
        ScriptSpec other = Script with { Name = "two.lua", Body = "return 2"u8.ToArray() };
        await using Run run = await Run.StartAsync(static _ => Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(other));
        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0", "SCRIPT LOAD", "EVALSHA_RO sha 0", "EVALSHA_RO sha 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_NoScript_LoadsAgainAndRunsAgain()
    {
        int flushes = 1;
        await using Run run = await Run.StartAsync(
            command => command[0] == "EVALSHA_RO" && flushes-- > 0 ? NoScript : Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0", "SCRIPT LOAD", "EVALSHA_RO sha 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_NoScriptTwice_FailsWithNoScript()
    {
        await using Run run = await Run.StartAsync(static command => command[0] == "EVALSHA_RO" ? NoScript : Resp.Integer(1));

        Failure? failure = await run.ExecuteAsync(Script);

        Assert.Equal(FailureReason.NoScript, failure?.Reason);
        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0", "SCRIPT LOAD", "EVALSHA_RO sha 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_OldServerAndPrefer_FallsBackForGood()
    {
        await using Run run = await Run.StartAsync(OldServer);

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0", "EVALSHA sha 0", "EVALSHA sha 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_OldServerAndRequired_FailsWithUnsupported()
    {
        await using Run run = await Run.StartAsync(OldServer);

        Failure? failure = await run.ExecuteAsync(Script with { ReadOnly = ReadOnlyMode.Required });

        Assert.Equal(FailureReason.Unsupported, failure?.Reason);
        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0"], run.Commands);
    }

    [Theory]
    [InlineData(ReadOnlyMode.Prefer)]
    [InlineData(ReadOnlyMode.Required)]
    public async Task RunAsync_ReadOnlyFormDenied_NeverFallsBack(ReadOnlyMode mode)
    {
        await using Run run = await Run.StartAsync(static command => command[0] == "EVALSHA_RO" ? NoPermission : Resp.Integer(1));

        Failure? failure = await run.ExecuteAsync(Script with { ReadOnly = mode });

        Assert.Equal(FailureReason.Denied, failure?.Reason);
        Assert.Equal(["SCRIPT LOAD", "EVALSHA_RO sha 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_LoadDenied_SendsTheBodyFromThenOn()
    {
        await using Run run = await Run.StartAsync(static command => command[0] == "SCRIPT" ? NoPermission : Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script with { ReadOnly = ReadOnlyMode.Off }));

        Assert.Equal(["SCRIPT LOAD", "EVAL_RO return 1 0", "EVAL return 1 0"], run.Commands);
    }

    [Theory]
    [InlineData("ERR unknown command 'SCRIPT', with args beginning with: 'LOAD' 'return 1' ")]
    [InlineData("unsupported command")]
    public async Task RunAsync_ScriptIsNoCommand_SendsTheBodyFromThenOn(string refusal)
    {
        await using Run run = await Run.StartAsync(command => command[0] == "SCRIPT" ? Resp.Error(refusal) : Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVAL_RO return 1 0", "EVAL_RO return 1 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_ProxyThatKnowsOnlyEval_SendsEval()
    {
        await using Run run = await Run.StartAsync(static command =>
            command[0] == "EVAL" ? Resp.Integer(1) : Resp.Error($"ERR command '{command[0]}' is not allowed"));

        Assert.Null(await run.ExecuteAsync(Script));
        Assert.Null(await run.ExecuteAsync(Script));

        Assert.Equal(["SCRIPT LOAD", "EVAL_RO return 1 0", "EVAL return 1 0", "EVAL return 1 0"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_LoadFails_DoesNotRun()
    {
        await using Run run = await Run.StartAsync(static _ => Resp.Error("ERR Error compiling script (new function): user_script:1: x"));

        Failure? failure = await run.ExecuteAsync(Script);

        Assert.Equal(FailureReason.Script, failure?.Reason);
        Assert.Equal(["SCRIPT LOAD"], run.Commands);
    }

    [Fact]
    public async Task RunAsync_ReadOnlyOff_UsesThePlainForm()
    {
        await using Run run = await Run.StartAsync(static _ => Resp.Integer(1));

        Assert.Null(await run.ExecuteAsync(Script with { ReadOnly = ReadOnlyMode.Off, Keys = ["k"], Arguments = ["a"] }));

        Assert.Equal(["SCRIPT LOAD", "EVALSHA sha 1 k a"], run.Commands);
    }

    [Theory]
    [InlineData(ReadOnlyMode.Off, "EVAL return 1 0 0")]
    [InlineData(ReadOnlyMode.Prefer, "EVAL_RO return 1 0 0")]
    public async Task RunAsync_PeerCompatible_SendsTheBodyEachTime(ReadOnlyMode mode, string command)
    {
        await using Run run = await Run.StartAsync(static _ => Resp.Integer(1));
        ScriptSpec compatible = Script with { RedisExporterCompatible = true, ReadOnly = mode };

        Assert.Null(await run.ExecuteAsync(compatible));
        Assert.Null(await run.ExecuteAsync(compatible));

        Assert.Equal([command, command], run.Commands);
    }

    [Fact]
    public async Task RunAsync_ReplyBeyondTheScriptsLimit_FailsWithLimit()
    {
        await using Run run = await Run.StartAsync(
            static command => command[0] == "EVALSHA_RO" ? Resp.Bulk(new string('1', 200)) : Resp.Integer(1));

        Failure? failure = await run.ExecuteAsync(Script with { MaxReplyBytes = 100 });

        Assert.Equal(FailureReason.Limit, failure?.Reason);
    }

    private static byte[] OldServer(string[] command) => command[0].EndsWith("_RO", StringComparison.Ordinal)
        ? Resp.Error($"ERR unknown command `{command[0]}`, with args beginning with: `{command[1]}`, `0`, ")
        : Resp.Integer(1);

    /// <summary>A ready connection to a scripted server, and what was sent on it after the log-in.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly ScriptedRedis _server;
        private readonly RedisSession _session;
        private readonly int _ofLogIn;

        private Run(ScriptedRedis server, RedisSession session)
        {
            _server = server;
            _session = session;
            _ofLogIn = server.Commands.Count;
        }

        /// <summary>Commands without the bodies that are loaded, with <c>sha</c> for any SHA1.</summary>
        public IEnumerable<string> Commands => _server.Commands.Skip(_ofLogIn).Select(static command =>
            command[0] == "SCRIPT" ? "SCRIPT LOAD" : string.Join(' ', command.Select(static word => word.Length == 40 ? "sha" : word)));

        public string Reply => _session.Reply;

        public static async Task<Run> StartAsync(Func<string[], byte[]?> answer)
        {
            ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
            RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}");
            Assert.Null(session.Failure);
            server.Answer = answer;
            return new Run(server, session);
        }

        public async Task<Failure?> ExecuteAsync(ScriptSpec script) =>
            await ScriptExecutor.RunAsync(_session.Connection, script, new ScriptCommands(script), _session.Exchange);

        public async ValueTask DisposeAsync()
        {
            _session.Dispose();
            await _server.DisposeAsync();
        }
    }
}
