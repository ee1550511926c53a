namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>Replies of a real Redis 7.0.15 to the same commands.</summary>
public sealed class EvalTests(ScriptedServer server) : IClassFixture<ScriptedServer>
{
    [Theory]
    [InlineData("return {KEYS[1], KEYS[2], ARGV[1], #ARGV}", "*4\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n:1\r\n")]
    [InlineData("return {type(KEYS), type(ARGV), #KEYS}", "*3\r\n$5\r\ntable\r\n$5\r\ntable\r\n:2\r\n")]
    public async Task Eval_WithKeysAndArguments_HasThemInTables(string script, string expected) =>
        Assert.Equal(expected, await server.RunAsync("EVAL", script, "2", "a", "b", "c"));

    [Theory]
    [InlineData("x", "-ERR value is not an integer or out of range\r\n")]
    [InlineData(" 1", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("-1", "-ERR Number of keys can't be negative\r\n")]
    [InlineData("1", "-ERR Number of keys can't be greater than number of args\r\n")]
    public async Task Eval_WrongNumberOfKeys_IsAnError(string keys, string expected) =>
        Assert.Equal(expected, await server.RunAsync("EVAL", "return 1", keys));

    [Theory]
    [InlineData("bad(", "-ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'\r\n")]
    [InlineData("#!lua flags=zz\nreturn 1", "-ERR Unexpected flag in script shebang: zz\r\n")]
    [InlineData("error('x')", "-ERR user_script:1: x script: 67f3db7ad4a8f8b0bd4c0f3f3bcc2c0f4f9e8f8a, on @user_script:1.\r\n")]
    public async Task Eval_BadScript_SaysWhy(string script, string expected) =>
        Assert.Equal(WithDigest(expected, script), await server.EvalAsync(script));

    [Theory]
    [InlineData("error()", "ERR nil")]
    [InlineData("error('x', 0)", "ERR x")]
    [InlineData("error(12.5)", "ERR user_script:1: 12.5")]
    [InlineData("error({err = 'A b', source = 'q', line = 7})", "A b")]
    [InlineData("error({err = 'A\\r\\nb c\\r\\n'})", "A  b c  ")]
    [InlineData("foo()", "ERR user_script:1: Script attempted to access nonexistent global variable 'foo'")]
    [InlineData("foo = 1", "ERR user_script:1: Attempt to modify a readonly table")]
    [InlineData("redis.foo = 1", "ERR user_script:1: Attempt to modify a readonly table")]
    [InlineData("getmetatable('').x = 1", "ERR user_script:1: Attempt to modify a readonly table")]
    [InlineData("rawset(_G, 'x', 1)", "ERR Attempt to modify a readonly table")]
    [InlineData("return _G[true]", "ERR user_script:1: Second argument to luaProtectedTableError must be a string or number")]
    [InlineData("redis.call()", "ERR Please specify at least one argument for this redis lib call")]
    [InlineData("redis.call('echo', true)", "ERR Lua redis lib command arguments must be strings or integers")]
    [InlineData("redis.call('nope')", "ERR Unknown Redis command called from script")]
    [InlineData("redis.call('config', 'nope')", "ERR Unknown Redis command called from script")]
    [InlineData("redis.call('get')", "ERR Wrong number of args calling Redis command from script")]
    [InlineData("redis.call('eval', 'x', 0)", "ERR This Redis command is not allowed from script")]
    [InlineData("redis.sha1hex()", "ERR wrong number of arguments")]
    [InlineData("redis.log(1)", "ERR redis.log() requires two arguments or more.")]
    [InlineData("redis.log('x', 'y')", "ERR First argument must be a number (log level).")]
    [InlineData("redis.log(9, 'y')", "ERR Invalid debug level.")]
    [InlineData("redis.setresp()", "ERR redis.setresp() requires one argument.")]
    [InlineData("redis.setresp(4)", "ERR RESP version must be 2 or 3.")]
    [InlineData("redis.set_repl(9)", "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.")]
    [InlineData("redis.call('MEMORY USAGE', 'k')", "ERR Unknown Redis command called from script")]
    [InlineData("redis.acl_check_cmd('nope')", "ERR Invalid command passed to redis.acl_check_cmd()")]
    public async Task Eval_FailingScript_NamesScriptAndLine(string script, string message) =>
        Assert.Equal(WithDigest($"-{message} script: {new string('0', 40)}, on @user_script:1.\r\n", script), await server.EvalAsync(script));

    [Theory]
    [InlineData("table.sort({1, 2, 3}, error)", "=[C]:-1")]
    [InlineData("error(redis)", "@err_handler_def:10")]
    [InlineData("\n\nreturn redis.call('nope')", "@user_script:3")]
    public async Task Eval_FailingScript_HasThePositionOfRedis(string script, string position) =>
        Assert.EndsWith($", on {position}.\r\n", await server.EvalAsync(script), StringComparison.Ordinal);

    [Theory]
    [InlineData("return redis.pcall('nope')", "-ERR Unknown Redis command called from script\r\n")]
    [InlineData("local ok, e = pcall(redis.call, 'nope') return {type(e), e}", "*2\r\n$6\r\nstring\r\n$44\r\nERR Unknown Redis command called from script\r\n")]
    [InlineData("local ok, e = pcall(error, {x = 12}) return {type(e), e}", "*2\r\n$5\r\ntable\r\n*0\r\n")]
    [InlineData("local ok, e = xpcall(function() redis.call('nope') end, function(e) return e end) return e.err", "$44\r\nERR Unknown Redis command called from script\r\n")]
    public async Task Eval_CaughtError_IsAValue(string script, string expected) => Assert.Equal(expected, await server.EvalAsync(script));

    [Theory]
    [InlineData("return redis.error_reply('')", "-ERR \r\n")]
    [InlineData("return redis.error_reply('FOO')", "-ERR FOO\r\n")]
    [InlineData("return redis.error_reply('-FOO bar\\r\\nbaz')", "-FOO bar  baz\r\n")]
    [InlineData("return redis.error_reply(1)", "-ERR wrong number or type of arguments\r\n")]
    [InlineData("return redis.status_reply('a\\r\\nb')", "+a  b\r\n")]
    [InlineData("return redis.status_reply('a', 'b')", "-ERR wrong number or type of arguments\r\n")]
    [InlineData("return redis.sha1hex('')", "$40\r\nda39a3ee5e6b4b0d3255bfef95601890afd80709\r\n")]
    [InlineData("return {redis.breakpoint(), redis.replicate_commands(), redis.REDIS_VERSION, redis.REDIS_VERSION_NUM}", "*4\r\n$-1\r\n:1\r\n$6\r\n7.0.15\r\n:458767\r\n")]
    public async Task Eval_RedisTable_DoesWhatRedisDoes(string script, string expected) => Assert.Equal(expected, await server.EvalAsync(script));

    [Theory]
    [InlineData("0.1", "0.10000000000000001")]
    [InlineData("-0", "-0")]
    [InlineData("0/0", "-nan")]
    [InlineData("1e16", "10000000000000000")]
    [InlineData("1e17", "1e+17")]
    [InlineData("1e-5", "1.0000000000000001e-05")]
    [InlineData("2^53", "9007199254740992")]
    public async Task Eval_NumberArgument_HasSeventeenDigits(string number, string expected) =>
        Assert.Equal($"${expected.Length}\r\n{expected}\r\n", await server.EvalAsync($"return redis.call('echo', {number})"));

    [Theory]
    [InlineData("error(setmetatable({}, {__index = function() error('inner') end}))", "-ERR user_script:1: inner\r\n")]
    [InlineData("error(setmetatable({}, {__index = function() error({err = 'CODE inner'}) end}))", "-CODE inner\r\n")]
    [InlineData("error(setmetatable({}, {__index = 5}))", "-ERR attempt to index a number value\r\n")]
    [InlineData("error(setmetatable({}, {__index = {err = {}}, __newindex = {}}))", "-ERR unknown error\r\n")]
    public async Task Eval_ErrorThatCannotBeRead_IsWhatReadingItGave(string script, string expected)
    {
        Assert.Equal(expected, await server.EvalAsync(script)); // Redis ends with "Lua panic".
        Assert.Equal(":1\r\n", await server.EvalAsync("return 1"));
    }

    [Fact]
    public async Task EvalSha_LoadedScript_RunsInAnyCase()
    {
        string digest = (await server.RunAsync("SCRIPT", "LOAD", "return ARGV[1]")).Split("\r\n")[1];

        Assert.Equal("$1\r\nx\r\n", await server.RunAsync("EVALSHA", digest, "0", "x"));
        Assert.Equal("$1\r\nx\r\n", await server.RunAsync("EVALSHA_RO", digest.ToUpperInvariant(), "0", "x"));
        Assert.Equal("*2\r\n:1\r\n:0\r\n", await server.RunAsync("SCRIPT", "EXISTS", digest, "x"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task EvalSha_UnknownScript_IsNoScript(string digest) =>
        Assert.Equal("-NOSCRIPT No matching script. Please use EVAL.\r\n", await server.RunAsync("EVALSHA", digest, "0"));

    [Theory]
    [InlineData("return redis.call('set', 'a', 'b')", "-ERR Write commands are not allowed from read-only scripts. script: ")]
    [InlineData("return redis.call('pfcount', 'a')", "-ERR Write commands are not allowed from read-only scripts. script: ")]
    [InlineData("return redis.call('publish', 'a', 'b')", "-ERR Write commands are not allowed from read-only scripts. script: ")]
    [InlineData("#!lua\nreturn 1", "-ERR Can not execute a script with write flag using *_ro command.\r\n")]
    [InlineData("#!lua flags=no-writes\nreturn 1", ":1\r\n")]
    public async Task EvalRo_Script_MayOnlyRead(string script, string expected) =>
        Assert.StartsWith(expected, await server.RunAsync("EVAL_RO", script, "0"), StringComparison.Ordinal);

    [Theory]
    [InlineData("KILL", "-NOTBUSY No scripts in execution right now.\r\n")]
    [InlineData("NOPE", "-ERR unknown subcommand 'NOPE'. Try SCRIPT HELP.\r\n")]
    public async Task Script_NothingRuns_SaysSo(string subcommand, string expected) => Assert.Equal(expected, await server.RunAsync("SCRIPT", subcommand));

    private static string WithDigest(string reply, string script) => System.Text.RegularExpressions.Regex.Replace(
        reply, "script: [0-9a-f]{40}", "script: " + ScriptGrid.EmbeddedRedis.Scripting.ScriptDigest.Of(System.Text.Encoding.UTF8.GetBytes(script)));
}
