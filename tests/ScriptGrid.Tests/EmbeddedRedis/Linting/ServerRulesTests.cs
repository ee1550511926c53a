using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ServerRulesTests
{
    private const string Scan = "for _, key in ipairs(redis.call('SCAN', '0')[2]) do redis.call('LLEN', key) end\nreturn {}";

    [Theory]
    [InlineData("redis-6", "return redis.call('SINTERCARD', 2, KEYS[1], KEYS[2])", "1 restricted-command")]
    [InlineData("redis-6", "return redis.call('SCARD', KEYS[1])")]
    [InlineData("redis-6", "#!lua flags=no-writes\nreturn 1", "1 shebang-invalid")]
    [InlineData("redis-7", "return redis.call('HTTL', KEYS[1], 'FIELDS', 1, 'a')", "1 newer-command")]
    [InlineData("redis-7", "return redis.call('VCARD', KEYS[1])", "1 newer-command", "1 restricted-command")]
    [InlineData("valkey", "return redis.call('VCARD', KEYS[1])", "1 newer-command", "1 restricted-command")]
    [InlineData("valkey", "return redis.call('XLEN', KEYS[1])")]
    [InlineData("garnet", "return redis.call('XLEN', KEYS[1])", "1 restricted-command")]
    [InlineData("garnet", "return redis.call('XINFO', 'STREAM', KEYS[1])", "1 restricted-command")]
    [InlineData("garnet", "local n = redis.pcall('XLEN', KEYS[1])\nreturn {}")]
    [InlineData("dragonfly", Scan, "1 undeclared-key")]
    [InlineData("dragonfly", "--!df flags=allow-undeclared-keys\n" + Scan)]
    [InlineData("dragonfly", "for _, key in ipairs(KEYS) do redis.call('LLEN', key) end\nreturn {}")]
    [InlineData("elasticache-serverless", "return redis.call('DBSIZE')", "1 needs-keys")]
    [InlineData("elasticache-serverless", "return redis.call('LLEN', KEYS[1])")]
    [InlineData("elasticache-serverless", "return redis.call('MEMORY', 'USAGE', KEYS[1])", "1 restricted-command")]
    [InlineData("elasticache-serverless", "return redis.call('MEMORY USAGE', KEYS[1])", "1 unknown-command")]
    [InlineData("alibaba-cluster", "local size = 'LLEN'\nreturn redis.call(size, KEYS[1])", "2 computed-command")]
    [InlineData("alibaba-cluster", "return redis.call('LLEN', 'jobs', KEYS[1])", "1 undeclared-key", "1 wrong-arity")]
    public void Lint_ForAServer_FindsWhatItRefuses(string server, string script, params string[] expected)
    {
        var options = new LintOptions { Server = ServerKind.All.Single(kind => kind.Name == server) };

        string[] found = [.. ScriptLinter.Lint(Encoding.UTF8.GetBytes(script), options).Select(static finding => $"{finding.Line} {finding.Code.Name}").Distinct()];

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Lint_ConfiguredKeys_DecideWhetherKeysAreNeeded(bool hasKeys)
    {
        var options = new LintOptions { Server = ServerKind.ElastiCacheServerless, HasKeys = hasKeys };

        IReadOnlyList<Finding> findings = ScriptLinter.Lint("return #KEYS"u8.ToArray(), options);

        Assert.Equal(hasKeys ? [] : [FindingCode.NeedsKeys], findings.Select(static finding => finding.Code));
    }
}
