using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>The schemas in <c>docs/schema</c>. With SCRIPTGRID_WRITE_SCHEMA=1 a test writes them anew.</summary>
public sealed class ConfigurationSchemaTests
{
    public static TheoryData<string, string> Schemas => new()
    {
        { "scriptgrid.schema.json", ConfigurationSchema.OfConfiguration() },
        { "web.schema.json", ConfigurationSchema.OfWebConfiguration() },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Schema_Made_IsThatOfThePages(string name, string made)
    {
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_SCHEMA") == "1")
        {
            await File.WriteAllTextAsync(PathOf(name), made);
            return;
        }

        Assert.Equal(await File.ReadAllTextAsync(PathOf(name)), made);
    }

    [Theory]
    [InlineData("global", "`global`")]
    [InlineData("scripts[]", "`scripts`")]
    [InlineData("target_groups[]", "`target_groups`")]
    [InlineData("target_groups[].tls", "`tls`")]
    [InlineData("target_groups[].relabel[]", "Labels and `relabel`")]
    [InlineData("target_groups[].file_sd", "`file_sd`")]
    [InlineData("target_groups[].http_sd", "`http_sd`")]
    [InlineData("target_groups[].dns", "`dns`")]
    [InlineData("target_groups[].redis_cluster", "`redis_cluster`")]
    [InlineData("target_groups[].sentinel", "`sentinel`")]
    [InlineData("cluster", "`cluster`")]
    public void Pages_EachKeyOfATable_IsAskedFor(string path, string heading)
    {
        string[] told = [.. KeyTables.KeysOf(heading)];

        Assert.NotEmpty(told);
        Assert.Empty(told.Except(AskedKeys.OfConfiguration().Of(path).Keys));
    }

    [Fact]
    public void Pages_EachKeyBesideAFlag_IsAskedFor()
    {
        var asked = AskedKeys.OfConfiguration();

        Assert.All(KeyTables.KeysOf("`scriptgrid serve`").Select(static key => key.Split('.')), keys =>
            Assert.Contains(keys[^1], asked.Of(string.Join('.', keys[..^1])).Keys));
    }

    internal static string PathOf(string name) => Checkout.PathOf($"docs/schema/{name}");
}
