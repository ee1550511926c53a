using ScriptGrid.Engine.Configuration;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>
/// Every key that the readers of a configuration look for, and what they take there, as they tell it themselves while they read files that have every section.
/// </summary>
internal sealed class AskedKeys
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "ConfigurationSchema");

    private readonly Dictionary<(string File, int Line), string> _paths = [];
    private readonly Dictionary<string, SortedDictionary<string, List<(KeyShape Shape, ValueKind? Kind)>>> _sections = [];
    private readonly string _root;

    private AskedKeys(string root, params string[] files)
    {
        _root = root;
        foreach (string file in files.Append(root).Distinct())
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
            Locate(file, yaml.Documents[0].RootNode, "");
        }

        foreach (string file in files)
        {
            var loader = new ConfigurationLoader(new CommandLineSettings
            {
                Settings = [new Setting(Setting.ConfigFile, file, "--config.file")],
                WorkingDirectory = Folder,
                Environment = new Dictionary<string, string>(),
            })
            {
                Reads = Note,
            };
            loader.Load();
        }
    }

    /// <summary>Those of a configuration file.</summary>
    public static AskedKeys OfConfiguration() => new("scriptgrid.yml", "scriptgrid.yml", "redis-exporter.yml");

    /// <summary>Those of the file that <c>web.config_file</c> names.</summary>
    public static AskedKeys OfWebConfiguration() => new("web.yml", "scriptgrid.yml");

    /// <summary>The names of all keys, of whatever section.</summary>
    public IEnumerable<string> All => _sections.Values.SelectMany(static section => section.Keys).Distinct(StringComparer.Ordinal);

    /// <summary>The keys of a section, by its path: <c>target_groups[].tls</c>.</summary>
    public IReadOnlyDictionary<string, List<(KeyShape Shape, ValueKind? Kind)>> Of(string path) => _sections.GetValueOrDefault(path)
        ?? throw new InvalidOperationException($"TestData/ConfigurationSchema has no section {path}; add it, so that its keys are asked for.");

    private void Locate(string file, YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMappingNode section:
                _paths[(file, (int)section.Start.Line)] = path;
                foreach ((YamlNode key, YamlNode value) in section)
                {
                    Locate(file, value, path.Length == 0 ? $"{key}" : $"{path}.{key}");
                }

                break;
            case YamlSequenceNode list:
                foreach (YamlNode item in list)
                {
                    Locate(file, item, $"{path}[]");
                }

                break;
        }
    }

    private void Note(KeyRead read)
    {
        bool isWebFile = read.Place.Source == "web.yml";
        if (isWebFile != (_root == "web.yml") || !_paths.TryGetValue((read.Place.Source, read.Place.Line), out string? path))
        {
            return;
        }

        if (!_sections.TryGetValue(path, out SortedDictionary<string, List<(KeyShape Shape, ValueKind? Kind)>>? keys))
        {
            _sections[path] = keys = new SortedDictionary<string, List<(KeyShape Shape, ValueKind? Kind)>>(StringComparer.Ordinal);
        }

        if (!keys.TryGetValue(read.Key, out List<(KeyShape Shape, ValueKind? Kind)>? known))
        {
            keys[read.Key] = known = [];
        }

        if (!known.Contains((read.Shape, read.Kind)))
        {
            known.Add((read.Shape, read.Kind));
        }
    }
}
