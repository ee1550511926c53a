namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>What a small file may not turn into.</summary>
public sealed class YamlLimitsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ThousandMistakes_TellsAHundredAndCountsTheOthers()
    {
        string targets = string.Join(", ", Enumerable.Range(0, 1004).Select(static number => $"\"redis://h:x{number}\""));

        string[] errors = [.. _folder.Errors($"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [{targets}]}}]")];

        Assert.Equal((101, "… and 904 more"), (errors.Length, errors[^1]));
        Assert.All(errors[..100], static error => Assert.StartsWith("scriptgrid.yml:2: targets: ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_MistakesInAnyOrder_TellsTheFirstOfTheFile()
    {
        string keys = string.Join('\n', Enumerable.Range(0, 500).Select(static number => $"unknown_{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}: 1"));

        string[] errors = [.. _folder.Errors($"global: {{interval: soon}}\n{keys}\nscripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]")];

        Assert.StartsWith("scriptgrid.yml:1: interval:", errors[0], StringComparison.Ordinal);
        Assert.Equal(["scriptgrid.yml:2: unknown key unknown_aa", "… and 401 more"], [errors[1], errors[^1]]);
    }

    [Fact]
    public void Load_LongValue_IsCutInTheMessage()
    {
        string error = Assert.Single(_folder.Errors(
            $"{{global: {{interval: {new string('x', 100_000)}}}, scripts: [{{file: a.lua}}], target_groups: [{{targets: [h]}}]}}"));

        Assert.InRange(error.Length, 400, 600);
    }

    [Fact]
    public void Load_AliasesThatMultiply_AreRefused()
    {
        string list = string.Join(", ", Enumerable.Range(0, 5000).Select(static number => $"h{number}"));
        string groups = string.Concat(Enumerable.Repeat("  - {targets: *l}\n", 200));

        Assert.Equal(
            ["scriptgrid.yml:53: this is not valid YAML: aliases repeat more than 250000 values"],
            _folder.Errors($"l: &l [{list}]\nscripts: [{{file: a.lua}}]\ntarget_groups:\n{groups}"));
    }

    [Fact]
    public void Load_AliasesOfAliases_AreCountedInFull()
    {
        IEnumerable<string> levels = Enumerable.Range(1, 20)
            .Select(static level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");

        Assert.Contains("aliases repeat more than", Assert.Single(_folder.Errors($"a0: &a0 x\n{string.Join('\n', levels)}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FewAliases_AreFine() =>
        Assert.Equal(
            "prod",
            _folder.Load("""
                scripts: [{file: a.lua, labels: &l {env: prod}}, {name: b, file: a.lua, labels: *l}]
                target_groups: [{targets: [h]}]
                """).Scripts[1].Labels.Labels[0].Value);

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Load_DeepNesting_IsRefused(char open, char close) =>
        Assert.Contains(
            "nested too deeply",
            Assert.Single(_folder.Errors(string.Concat(Enumerable.Repeat(open == '[' ? "[" : "{a: ", 100_000)) + new string(close, 100_000))),
            StringComparison.Ordinal);

    [Fact]
    public void Load_FileBeyondBound_IsRefused() =>
        Assert.Equal(
            ["--config.file: scriptgrid.yml is longer than 16384 KiB"], _folder.Errors(new string('#', (16 * 1024 * 1024) + 1)));

}
