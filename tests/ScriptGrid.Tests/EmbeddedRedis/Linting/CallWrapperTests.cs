namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

/// <summary>Commands that a script calls by a function of its own.</summary>
public sealed class CallWrapperTests
{
    [Theory]
    [InlineData("local function run(...) return redis.call(...) end\nrun('KEYS', '*')")]
    [InlineData("local run = function(...) return redis.pcall(...) end\nrun('KEYS', '*')")]
    [InlineData("local function run(command, ...) return redis.call(command, ...) end\nrun('KEYS', '*')")]
    [InlineData("local function run(command, argument) return redis.call(command, argument) end\nrun('KEYS', '*')")]
    [InlineData("local function run(command, ...) redis.call(command, ...) end\nlocal again = run\nagain('KEYS', '*')", 3)]
    [InlineData("local call = redis.call local function run(...) return call(...) end\nrun('KEYS', '*')")]
    public void Check_CommandBehindAFunction_IsFoundWhereItIsCalled(string script, int line = 2) =>
        Assert.Equal([$"{line} keyspace-scan"], Lint.Codes(script));

    [Theory]
    [InlineData("local function run(a, b) return redis.call(b, a) end run('x', 'KEYS')", "1 wrong-arity")]
    [InlineData("local function run(...) return redis.call(...) end local n = 0 repeat n = run('SCAN', n)[1] until n == '0'", "1 unbounded-scan")]
    public void Check_ArgumentsInAnotherOrderOrALoop_AreSeen(string script, string finding) =>
        Assert.Contains(finding, Lint.Codes(script.Replace("'KEYS'", "'GETRANGE'", StringComparison.Ordinal)));

    [Theory]
    [InlineData("local function run(command, ...) if ARGV[1] then return redis.call(command, ...) end end run('KEYS', '*')")]
    [InlineData("local function run(command, ...) return redis.call('GET', command) end run('KEYS', '*')")]
    [InlineData("local function run(command) return redis.call(command .. 'X', KEYS[1]) end run('KEYS', '*')")]
    [InlineData("local function run(command, key) return redis.call(command, key) end run('KEYS')")]
    public void Check_FunctionThatDoesMore_IsSilent(string script) => Assert.DoesNotContain("1 keyspace-scan", Lint.Codes(script));
}
