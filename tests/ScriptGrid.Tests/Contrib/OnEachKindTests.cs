using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Tests.Contrib;

/// <summary>Which of the shipped scripts <c>check --server</c> says that a kind of server would refuse, given the key that some want: the docs name these.</summary>
public sealed class OnEachKindTests
{
    [Theory]
    [InlineData("redis-6")]
    [InlineData("redis-7")]
    [InlineData("valkey")]
    [InlineData("dragonfly")]
    [InlineData("garnet", "collectors/streams.lua")]
    [InlineData("elasticache-serverless", "collectors/key_groups.lua", "collectors/keys.lua", "collectors/streams.lua")]
    [InlineData(
        "alibaba-cluster",
        "collect_lists_length_growing.lua", "collectors/key_groups.lua", "collectors/keys.lua", "collectors/streams.lua", "key_groups.lua", "sample_collect_script.lua")]
    public void Check_ShippedScripts_PassWhereTheyCan(string server, params string[] refused)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "contrib");
        var options = new LintOptions { Server = ServerKind.All.Single(kind => kind.Name == server), HasKeys = true };

        string[] found =
        [
            .. Directory.EnumerateFiles(folder, "*.lua").Concat(Directory.EnumerateFiles(Path.Combine(folder, "collectors"), "*.lua"))
                .Where(file => ScriptLinter.Lint(Encoding.UTF8.GetBytes(File.ReadAllText(file)), options).Any(static finding => finding.Code.Severity >= Severity.Warning))
                .Select(file => Path.GetRelativePath(folder, file))
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(refused, found);
    }
}
