using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ScriptLinterTests
{
    [Theory]
    [InlineData("return {", "1 syntax")]
    [InlineData("local x = 1\nif x then\n", "3 syntax")]
    [InlineData("#!lua flags=no-writes\nreturn (", "2 syntax")]
    [InlineData("#!lua\nreturn {}", "1 shebang-without-no-writes")]
    [InlineData("#!lua flags=allow-oom,allow-stale\nreturn {}", "1 shebang-without-no-writes")]
    [InlineData("#!lua\nreturn {}\nx", "1 shebang-without-no-writes", "3 syntax")]
    [InlineData("#!lua flags=nowrites\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!python\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua name=x\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua flags=no-writes", "1 shebang-invalid")]
    [InlineData("#!lua flags=no-writes,\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua flags=,\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua \"flags=no-writes\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua\fflags=no-writes\nreturn {}", "1 shebang-invalid")]
    [InlineData("#!lua flags=\nreturn {}", "1 shebang-without-no-writes")]
    public void Lint_ScriptThatIsRefused_IsFound(string script, params string[] codes) => Assert.Equal(codes, Lint.Codes(script));

    [Theory]
    [InlineData("#!lua flags=no-writes\nreturn {}")]
    [InlineData("#!lua flags=no-writes,allow-cross-slot-keys\r\nreturn {}")]
    [InlineData("#!lua flags=\"no-writes\"\nreturn {}")]
    [InlineData("#!\"lua\" 'flags=no-writes'\nreturn {}")]
    [InlineData("#!lua flags=allow-oom\tflags=no-writes\nreturn {}")]
    [InlineData("")]
    public void Lint_ScriptThatIsFine_GivesNothing(string script) => Assert.Empty(Lint.Codes(script));

    [Fact]
    public void Lint_ShebangOfScriptThatMayWrite_GivesNothing() => Assert.Empty(Lint.Codes("#!lua\nreturn {}", mayWrite: true));

    [Theory]
    [InlineData("#!lua flags=nowrites\nreturn {}", "Unexpected flag in script shebang: nowrites")]
    [InlineData("#!lua \"a\\nb\"\nreturn {}", "Unknown lua shebang option: a b")]
    public void Lint_InvalidShebang_HasTheWordsOfRedisInOneLine(string script, string message) => Assert.Equal([message], Lint.Messages(script));

    [Fact]
    public void Lint_SyntaxError_HasLuasWords() =>
        Assert.Equal(["'end' expected (to close 'if' at line 2) near '<eof>'"], Lint.Messages("local x = 1\nif x then\n"));

    [Theory]
    [InlineData("redis.call('KEYS', '*') -- scriptgrid: allow keyspace-scan")]
    [InlineData("-- scriptgrid: allow keyspace-scan\n\nredis.call('KEYS', '*')\nredis.call('KEYS', 'x')")]
    [InlineData("redis.call('KEYS', '*')\n  --scriptgrid:allow write,keyspace-scan\n")]
    [InlineData("redis.call('SET', 'x', 1) -- scriptgrid: allow write, undeclared-key")]
    [InlineData("#!lua\nreturn {} -- x\n-- scriptgrid: allow shebang-without-no-writes")]
    public void Lint_AllowedFinding_IsNotGiven(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("local x -- scriptgrid: allow keyspace-scan\nredis.call('KEYS', '*')", "2 keyspace-scan")]
    [InlineData("redis.call('KEYS', '*') -- scriptgrid: allow write", "1 keyspace-scan")]
    [InlineData("local x = '-- scriptgrid: allow keyspace-scan'\nredis.call('KEYS', '*')", "2 keyspace-scan")]
    [InlineData("--[[ scriptgrid: allow keyspace-scan ]]\nredis.call('KEYS', '*')", "2 keyspace-scan")]
    [InlineData("-- scriptgrid: allow syntax\nreturn (", "2 syntax")]
    [InlineData("-- scriptgrid: allow keyspace-scna", "1 unknown-code")]
    [InlineData("local x -- scriptgrid: deny write", "1 unknown-code")]
    public void Lint_CommentElsewhere_AllowsNothing(string script, params string[] codes) => Assert.Equal(codes, Lint.Codes(script));

    [Fact]
    public void Lint_SampleScripts_GivesNothing() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "contrib"), "*.lua"),
            file => Assert.Empty(ScriptLinter.Lint(File.ReadAllBytes(file), new LintOptions())));

    [Fact]
    public void Lint_Patterns_GivesNothing() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "contrib", "patterns"), "*.lua"),
            file => Assert.Empty(ScriptLinter.Lint(File.ReadAllBytes(file), new LintOptions { MayWrite = true, StringsOnly = false })));

    [Fact]
    public void Lint_LongChainsAndDeepNests_ComeToAnEnd()
    {
        string names = string.Join('\n', Enumerable.Range(1, 180).Select(index => $"local a{index} = a{index - 1} .. a{index - 1}"));
        string[] scripts =
        [
            "local x = 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + " redis.call('LLEN', 'a' .. x) return {'x', x}",
            "local x = {} x = x" + string.Concat(Enumerable.Repeat(".y", 100_000)),
            "local a0 = 'a' " + names + " redis.call('LLEN', a180) return {'x', a180}",
            "local x = " + new string('(', 190) + "1" + new string(')', 190) + " while x do end",
            string.Concat(Enumerable.Repeat("while true do ", 190)) + string.Concat(Enumerable.Repeat(" end", 190)),
        ];

        Assert.All(scripts, script => Assert.NotNull(Lint.Codes(script)));
    }

    [Fact]
    public void All_Codes_HaveNamesOfTheirOwn() =>
        Assert.All(FindingCode.All.GroupBy(code => code.Name), group => Assert.Single(group));

    [Fact]
    public void Lint_RandomBytes_GivesFindings()
    {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] script = new byte[random.Next(60)];
            random.NextBytes(script);
            Assert.NotNull(ScriptLinter.Lint(script, new LintOptions()));
        }
    }

    [Fact]
    public void Lint_TextInAnotherEncoding_IsNoProblem() =>
        Assert.Empty(ScriptLinter.Lint(Encoding.Latin1.GetBytes("-- \u00e9\nreturn {'\u00e9', '1'}"), new LintOptions()));
}
