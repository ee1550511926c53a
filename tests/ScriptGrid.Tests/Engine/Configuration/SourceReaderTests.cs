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
}
