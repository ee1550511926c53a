using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>A folder with a configuration that finds targets, and what its sources are at the moment.</summary>
internal sealed class DiscoveryFolder : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public string Path => _folder.Path;

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>The configuration of these target groups, in YAML.</summary>
    public ScriptGridConfiguration Load(string groups, string global = "interval: 100ms") =>
        _folder.Load($"global: {{{global}}}\nscripts: [{{file: a.lua}}]\ntarget_groups:\n{groups}");

    /// <summary>What a source of that type, the only one of a group, makes of its settings.</summary>
    public static IDiscoverySource Source(ScriptGridConfiguration configuration) =>
        DiscoverySources.Create(configuration.Groups.Single(), configuration.Groups.Single().Sources.Single(), new SourceTools(TimeProvider.System, CredentialStore.Untold(TimeProvider.System, new ConfiguredSecrets())));

    /// <summary>The targets that the first group makes of what its first source lists.</summary>
    public static SourceTargets Resolve(ScriptGridConfiguration configuration, params FoundTarget[] found) =>
        SourceTargets.Of(configuration.Groups[0], configuration.Groups[0].Sources[0], found, configuration);

    /// <summary>A target as a source lists it.</summary>
    public static FoundTarget Found(string address, params (string Name, string Value)[] labels) =>
        new(address, LabelSet.From(labels.Select(static label => KeyValuePair.Create(label.Name, label.Value))));

    /// <summary>The labels in braces, as Prometheus writes them.</summary>
    public static string Text(LabelSet labels) =>
        "{" + string.Join(",", labels.Labels.ToArray().Select(static label => $"{label.Key}={label.Value}")) + "}";

    /// <summary>Addresses and labels of a list.</summary>
    public static IEnumerable<string> Text(ImmutableArray<FoundTarget>? targets) => targets!.Value.Select(static target => target.Address + Text(target.Labels));

    public void Dispose() => _folder.Dispose();
}
