using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>Each <c>invalid-*.yml</c> gives exactly the messages in the text file beside it.</summary>
public sealed class InvalidConfigurationTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "Configuration");

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Folder, "invalid-*.yml").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_InvalidFile_GivesEveryErrorAtOnce(string name)
    {
        ConfigurationResult result = Load(new Setting(Setting.ConfigFile, name + ".yml", "--config.file"));

        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, name + ".txt")), result.Errors.Select(WithoutFolder));
    }

    [Theory]
    [InlineData("none.yml", "--config.file: none.yml does not exist")]
    [InlineData(".", "--config.file: . is a directory; name a file")]
    public void Load_UnreadableFile_IsAnError(string path, string message)
    {
        ConfigurationResult result = Load(new Setting(Setting.ConfigFile, path, "--config.file"));

        Assert.Equal(message, WithoutFolder(Assert.Single(result.Errors)));
    }

    [Fact]
    public void Load_InvalidFlags_AreNamed()
    {
        ConfigurationResult result = Load(
            new Setting(Setting.Script, "none.lua", "--script"),
            new Setting(Setting.Target, "redis://:secret@", "--target"),
            new Setting("global.shard", "4/3", "--shard"),
            new Setting("global.interval", "50ms", "SCRIPTGRID_INTERVAL", SettingOrigin.Environment));

        Assert.Equal<string>(
            [
                "--shard: \"4/3\" is not a shard i/n with i from 1 to n, such as 1/3",
                $"--script: {Folder}/none.lua does not exist",
                "--target: \"redis://***@\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379",
                "SCRIPTGRID_INTERVAL: \"50ms\" is not a duration from 100ms to 30d such as 250ms, 15s or 1m30s",
            ],
            result.Errors);
    }

    [Fact]
    public void Load_FileCutOffAnywhere_IsAResult()
    {
        using var folder = new ConfigurationFolder();
        string yaml = File.ReadAllText(Path.Combine(Folder, "invalid-types.yml")) + File.ReadAllText(Path.Combine(Folder, "invalid-unclosed.yml"));

        Assert.All(Enumerable.Range(0, yaml.Length), length => Assert.NotEmpty(folder.Errors(yaml[..length])));
    }

    [Fact]
    public void Load_Nothing_AsksForScriptsAndTargets() =>
        Assert.Equal<string>(
            [
                "scriptgrid: no script is configured; give --script or --collect, or list scripts: or collectors: in a configuration file",
                "scriptgrid: no target is configured; give --target, or list target_groups: in a configuration file",
            ],
            Load().Errors);

    [Fact]
    public void Load_ScriptBeyondBound_IsAnError()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("big.lua", new string('-', (1024 * 1024) + 1));

        Assert.Equal<string>(
            ["scriptgrid.yml:1: file: big.lua is longer than 1024 KiB"],
            folder.Errors("{scripts: [{file: big.lua}], target_groups: [{targets: [h]}]}"));
    }

    private static string WithoutFolder(string message) =>
        message.Replace(Folder + "/", "", StringComparison.Ordinal).Replace(Folder, ".", StringComparison.Ordinal);

    private static ConfigurationResult Load(params Setting[] settings) =>
        new ConfigurationLoader(new CommandLineSettings { Settings = [.. settings], WorkingDirectory = Folder }).Load();
}
