using System.IO.Compression;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Catalogue;

/// <summary>Groups with sources, on their way through the catalogue.</summary>
public sealed class CatalogueSourcesTests : IDisposable
{
    private const string Inline = "inline-password";
    private const string Filed = "password-of-a-file";

    private const string Groups = $$"""

        - name: mail
          targets: [h1, h2]
          file_sd: {files: ['t/*.json'], refresh: 7s}
          http_sd: {url: 'https://inventory.internal/redis', bearer_token: {{Inline}} }
          dns: {names: [a.example.com], type: SRV, servers: [10.0.0.53]}
          redis_cluster: {seeds: [10.0.0.1, 'rediss://10.0.0.2:7000'], roles: [replica], addresses: ip}
          sentinel: {addresses: [10.0.0.3], masters: [mail], username: s, password_file: secret, keep_failed: 1m}
          username: metrics
          password_file: secret
          labels: {team: mail}
          allow: [10.0.0.0/8, '*.example.com']
          relabel: [{source_labels: [zone], regex: 'eu-(.*)', target_label: z}, {regex: '__meta_(.*)', action: labelmap}]
        - targets: [h3]
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-catalogue-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void ToConfiguration_OnASiloWithTheSameFiles_IsWhatWasWritten()
    {
        ScriptGridConfiguration written = Load();

        ScriptGridConfiguration read = Read(written, written, out string[] problems);

        Assert.Empty(problems);
        Assert.Equal(CatalogueWriter.Write(written, "").Hash, CatalogueWriter.Write(read, "").Hash);
        Assert.Equal(written.Targets, read.Targets, static (one, other) => one.Address.Equals(other.Address));
        Assert.Equal(written.Groups.Select(static group => group.Name), read.Groups.Select(static group => group.Name));
        Assert.All(written.Groups.Zip(read.Groups), static pair => AssertSame(pair.First, pair.Second));
        var http = (HttpSourceSettings)read.Groups[0].Sources[1];
        Assert.Equal((Inline, Filed), (http.BearerToken?.Text, read.Groups[0].Template.WiderPassword?.Text));
        Assert.Equal(Filed, Assert.IsType<SentinelSourceSettings>(read.Groups[0].Sources[4]).Asked[0].Credentials?.Password);
        Assert.True(read.Groups[0].Allow!.Covers(TargetAddress.Tcp("10.1.2.3", 6379, 0)));
        Assert.False(read.Groups[0].Allow!.Covers(TargetAddress.Tcp("11.1.2.3", 6379, 0)));
    }

    [Fact]
    public void ToConfiguration_OnASiloThatWasNotGivenASecret_SaysSoAndHasTheSameKeys()
    {
        ScriptGridConfiguration written = Load();

        ScriptGridConfiguration read = Read(written, new ScriptGridConfiguration(), out string[] problems);

        Assert.Equal("group mail (http_sd) has a secret that this silo was not given; use a file, readable on every silo", Assert.Single(problems));
        Assert.Equal(KeysOf(Read(written, written, out _)), KeysOf(read));
        Assert.Equal(5, KeysOf(read).Distinct().Count());
    }

    [Fact]
    public void Write_Secrets_AreNotInTheContent()
    {
        using var brotli = new BrotliStream(new MemoryStream(CatalogueWriter.Write(Load(), "").Content), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli);
        string content = reader.ReadToEnd();

        Assert.Contains("inventory.internal", content, StringComparison.Ordinal);
        Assert.DoesNotContain(Inline, content, StringComparison.Ordinal);
        Assert.DoesNotContain(Filed, content, StringComparison.Ordinal);
    }

    [Fact]
    public void ToConfiguration_ServersOfSources_HaveTheSamePlacesAndTls()
    {
        ScriptGridConfiguration written = Load("""
            [{name: mail, sentinel: {addresses: [10.0.0.3, 'rediss://10.0.0.4', 'unix:///run/sentinel/26379']},
              redis_cluster: {seeds: [10.0.0.1, 'unix:///run/redis/7000']}}]
            """, "tls_min_version: '1.3'");

        ScriptGridConfiguration read = Read(written, new ScriptGridConfiguration(), out _);

        Assert.Equal(5, Asked(written).Count());
        Assert.Equal(Asked(written), Asked(read));
        Assert.Equal(KeysOf(Read(written, written, out _)), KeysOf(read));

        static IEnumerable<(string Host, int Database, TlsSettings? Tls)> Asked(ScriptGridConfiguration configuration) => configuration.Groups[0].Sources
            .OfType<RedisSourceSettings>().SelectMany(static source => source.Asked).Select(static server => (server.Address.Host, server.Address.Database, server.Tls));
    }

    [Fact]
    public void ToConfiguration_NoSourceAnywhere_HasNoGroups() =>
        Assert.Empty(Read(Load("[{targets: [h]}]"), Load(), out _).Groups);

    private static void AssertSame(TargetGroup one, TargetGroup other)
    {
        Assert.Equal(one.Targets.Select(static target => target.Address), other.Targets.Select(static target => target.Address));
        Assert.Equal(one.Sources.Select(static source => (source.Kind, source.Origin, source.Refresh)), other.Sources.Select(static source => (source.Kind, source.Origin, source.Refresh)));
        Assert.Equal(one.Relabel.Select(static rule => $"{rule.Regex} {rule.Replacement}"), other.Relabel.Select(static rule => $"{rule.Regex} {rule.Replacement}"));
        Assert.Equal(one.Sources.IsEmpty ? [] : one.Template.Scripts.Select(static script => script.Name), other.Template.Scripts.Select(static script => script.Name));
    }

    private static IEnumerable<string?> KeysOf(ScriptGridConfiguration configuration) =>
        configuration.Groups.SelectMany(static group => group.Sources).Select(static source => source.SharedKey);

    private static ScriptGridConfiguration Read(ScriptGridConfiguration written, ScriptGridConfiguration own, out string[] problems)
    {
        CatalogueContent? content = CatalogueReader.Read(CatalogueWriter.Write(written, "here"), out string problem);
        Assert.Equal("", problem);
        List<string> lacks = [];
        ScriptGridConfiguration read = CatalogueReader.ToConfiguration(content!, own, lacks);
        problems = [.. lacks];
        return read;
    }

    private ScriptGridConfiguration Load(string groups = Groups, string global = "labels: {env: prod}")
    {
        Write("a.lua", "return 1");
        Write("secret", Filed);
        string file = Write("scriptgrid.yml", $$"""
            global: { {{global}} }
            scripts: [{file: a.lua}]
            target_groups: {{groups}}

            """);
        var settings = new CommandLineSettings { Settings = [new Setting(Setting.ConfigFile, file, "--config.file")], WorkingDirectory = _directory.FullName };
        ConfigurationResult result = new ConfigurationLoader(settings) { ForSilo = true }.Load();
        Assert.Empty(result.Errors);
        return result.Configuration!;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
