using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>Sources in <c>target_groups</c>.</summary>
public sealed class SourceReaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FileSource_HasAbsolutePathsAndItsRefresh()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "{scripts: [{file: a.lua}], target_groups: [{file_sd: {files: [a.json, 'b/*.yml', /c/d.yaml], refresh: 1m}}, {name: x, file_sd: {files: [a.json]}}]}");

        FileSourceSettings[] sources = [.. configuration.Groups.Select(static group => Assert.IsType<FileSourceSettings>(Assert.Single(group.Sources)))];
        Assert.Equal<string>([$"{_folder.Path}/a.json", $"{_folder.Path}/b/*.yml", "/c/d.yaml"], sources[0].Patterns);
        Assert.Equal((TimeSpan.FromMinutes(1), FileSourceSettings.DefaultRefresh), (sources[0].Refresh, sources[1].Refresh));
        Assert.Equal(["1", "x"], configuration.Groups.Select(static group => group.Name));
        Assert.Empty(configuration.Targets);
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Load_SourceForSilo_IsAsForServe()
    {
        _folder.Write(ConfigurationFolder.FileName, "scripts: [{file: a.lua}]\ntarget_groups:\n  - file_sd: {files: [a.json]}\n");
        var settings = new CommandLineSettings { Settings = [ConfigurationFolder.File], WorkingDirectory = _folder.Path };

        ConfigurationResult result = new ConfigurationLoader(settings) { ForSilo = true }.Load();

        Assert.Empty(result.Errors);
        Assert.Equal("file_sd", Assert.Single(Assert.Single(result.Configuration!.Groups).Sources).Kind);
    }

    [Fact]
    public void Load_TargetsOfFlagBesideGroups_LeaveTheGroupsTheirNames()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "{scripts: [{file: a.lua}], target_groups: [{file_sd: {files: [a.json]}}]}", new Setting(Setting.Target, "h", "--target"));

        Assert.Equal(["--target", "1"], configuration.Groups.Select(static group => group.Name));
    }

    [Theory]
    [InlineData("bearer_token_file: token", "bearer_token_file: token: the token has several lines, or a NUL; it must be one line")]
    [InlineData("bearer_token: \"a\\nb\"", "bearer_token: the token has several lines, or a NUL; it must be one line")]
    public void Load_TokenOfTwoLines_IsAnErrorThatNamesKeyAndFile(string token, string expected)
    {
        _folder.Write("token", "geheimnis\nanother\n");

        string error = Assert.Single(_folder.Errors(
            $"scripts: [{{file: a.lua}}]\ntarget_groups:\n  - http_sd: {{url: 'http://h', {token}}}"));

        Assert.Equal($"scriptgrid.yml:3: {expected}", error);
    }

    [Theory]
    [InlineData("10.0.1.1", "10.0.1.1:26379")]
    [InlineData("10.0.1.1:7", "10.0.1.1:7")]
    [InlineData("'[::1]'", "[::1]:26379")]
    [InlineData("redis://10.0.1.1", "10.0.1.1:26379")]
    [InlineData("redis://10.0.1.1/0", "10.0.1.1:26379")]
    [InlineData("rediss://10.0.1.1:7/0", "10.0.1.1:7")]
    [InlineData("unix:///run/sentinel.sock", "unix:/run/sentinel.sock")]
    [InlineData("unix:/run/sentinel.sock", "unix:/run/sentinel.sock")]
    public void Load_SentinelAddress_HasThePortOfSentinelsIfItNamesNone(string address, string expected)
    {
        ScriptGridConfiguration configuration = _folder.Load(
            $"scripts: [{{file: a.lua}}]\ntarget_groups:\n  - sentinel: {{addresses: [{address}]}}\n");

        var source = Assert.IsType<SentinelSourceSettings>(Assert.Single(Assert.Single(configuration.Groups).Sources));
        Assert.Equal(expected, Assert.Single(source.Asked).Address.Id);
    }
}
