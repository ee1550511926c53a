using ScriptGrid.Engine.Configuration;
using ScriptGrid.Tests.Documentation.Schemas;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>A temporary folder with a configuration file and what it names.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public const string FileName = "scriptgrid.yml";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-");

    public ConfigurationFolder() => Write("a.lua", "return 1");

    public string Path => _directory.FullName;

    /// <summary>The variables that the file may refer to.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public static Setting File { get; } = new(Setting.ConfigFile, FileName, "--config.file");

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public ConfigurationLoader Loader(params Setting[] settings) =>
        new(new CommandLineSettings { Settings = [.. settings.OrderBy(setting => setting.Origin)], WorkingDirectory = Path, Environment = Environment });

    /// <summary>Loads the YAML under the settings.</summary>
    public ConfigurationResult Result(string yaml, params Setting[] settings)
    {
        Write(FileName, yaml);
        return Loader([File, .. settings]).Load();
    }

    /// <summary>Loads what is expected to be valid.</summary>
    public ScriptGridConfiguration Load(string yaml, params Setting[] settings)
    {
        ConfigurationResult result = Result(yaml, settings);
        Assert.Empty(result.Errors);
        Assert.Empty(SchemaCheck.OfConfiguration.Problems(yaml)); // What editors are told is no mistake either.
        return result.Configuration!;
    }

    /// <summary>The errors of what is expected to be invalid, without the folder's path.</summary>
    public IEnumerable<string> Errors(string yaml, params Setting[] settings)
    {
        ConfigurationResult result = Result(yaml, settings);
        Assert.False(result.IsValid);
        return result.Errors.Select(error => error.Replace(Path + "/", "", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
