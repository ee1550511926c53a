using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Makes an edition of the catalogue from a configuration, without its secrets.</summary>
internal static class CatalogueWriter
{
    /// <summary>Returns an edition that has no number yet.</summary>
    public static CatalogueEdition Write(ScriptGridConfiguration configuration, string publisher)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(ToContent(configuration));
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            brotli.Write(json);
        }

        return new CatalogueEdition(
            0, configuration.WrittenAt ?? DateTimeOffset.MinValue, publisher, Convert.ToHexStringLower(SHA256.HashData(json)), compressed.ToArray());
    }

    /// <summary>Returns labels in the catalogue's form.</summary>
    public static Dictionary<string, string> ToDictionary(LabelSet labels) => new(labels.Labels.ToArray());

    private static CatalogueContent ToContent(ScriptGridConfiguration configuration)
    {
        Dictionary<ScriptSpec, int> positions = new(ReferenceEqualityComparer.Instance);
        foreach (ScriptSpec script in configuration.Scripts)
        {
            positions.Add(script, positions.Count);
        }

        return new CatalogueContent
        {
            Interval = configuration.Interval,
            Timeout = configuration.Timeout,
            TargetLabel = configuration.TargetLabel,
            RoleLabel = configuration.RoleLabel,
            Namespace = configuration.Namespace,
            MaxPageSeries = configuration.MaxPageSeries,
            RedisExporterCompatible = configuration.RedisExporterCompatible,
            MaxConnectionAge = configuration.MaxConnectionAge == Defaults.MaxConnectionAge ? null : configuration.MaxConnectionAge,
            Scripts = [.. configuration.Scripts.Select(FromScript)],
            Groups = [.. Groups(configuration.Targets, positions)],
            TargetGroups = SourcesWriter.Write(configuration.Groups, positions),
        };
    }

    /// <summary>Groups adjacent targets that share everything but the address. Only adjacent ones, so that the order of targets is kept.</summary>
    private static IEnumerable<CatalogueGroup> Groups(ImmutableArray<TargetSpec> targets, Dictionary<ScriptSpec, int> positions)
    {
        for (int start = 0, end; start < targets.Length; start = end)
        {
            TargetSpec first = targets[start];
            for (end = start + 1; end < targets.Length && IsAlike(first, targets[end]);)
            {
                end++;
            }

            yield return new CatalogueGroup
            {
                Targets = [.. targets[start..end].Select(static target => RedisUri.Write(target.Address))],
                Scripts = [.. first.Scripts.Select(script => positions[script])],
                Labels = ToDictionary(first.Labels),
                RoleLabel = first.RoleLabel,
                Username = first.Credentials?.Username,
                PasswordFile = first.Credentials?.PasswordFile,
                PasswordCommand = first.Credentials?.PasswordCommand is { } command ? [.. command.Arguments] : null,
                PasswordTtl = first.Credentials?.PasswordCommand?.Ttl,
                CredentialsFile = first.Credentials?.CredentialsFile,
                CredentialGroup = first.Credentials?.Group,
                HasUnnamedPassword = first.Credentials is { PasswordFile: null, Password.Length: > 0 },
                Tls = first.Tls,
                Greeting = first.Greeting == Greeting.Default ? null : first.Greeting,
            };
        }
    }

    private static bool IsAlike(TargetSpec one, TargetSpec other) =>
        ReferenceEquals(one.Scripts, other.Scripts)
        && one.Labels.Equals(other.Labels)
        && one.RoleLabel == other.RoleLabel
        && one.Tls == other.Tls
        && one.Greeting == other.Greeting
        && one.Credentials == other.Credentials;

    private static CatalogueScript FromScript(ScriptSpec script) => new()
    {
        Name = script.Name,
        Path = script.Path,
        Body = script.Body.ToArray(),
        Interval = script.Interval,
        Timeout = script.Timeout,
        Expiry = script.Expiry,
        ReadOnly = script.ReadOnly,
        On = script.On,
        Keys = script.Keys,
        Arguments = script.Arguments,
        Labels = ToDictionary(script.Labels),
        Metrics = script.Metrics.IsEmpty ? null : [.. script.Metrics.Select(static metric => metric.ToString())],
        RowNames = script.Metrics.All(static metric => metric.RowName == metric.Name) ? null : [.. script.Metrics.Select(static metric => metric.RowName)],
        IsOfGroup = script.IsOfGroup,
        Aggregate = script.Aggregate,
        AggregateBy = script.AggregateBy.IsEmpty ? null : [.. script.AggregateBy],
        Expose = script.Expose,
        MaxBusy = script.MaxBusy,
        KillOnTimeout = script.KillOnTimeout,
        MaxReplyBytes = script.MaxReplyBytes,
        MaxSeries = script.MaxSeries,
        MaxFleetSeries = script.MaxFleetSeries,
    };
}
