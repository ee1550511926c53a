using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Catalogue;

public sealed class CatalogueCodecTests : IDisposable
{
    private const string Inline = "inline-password";
    private const string Filed = "password-of-a-file";

    private static readonly ScriptSpec Script = new()
    {
        Name = "queues.lua",
        Path = "/scripts/queues.lua",
        Body = "return 1 -- \u00e9"u8.ToArray(),
        Interval = TimeSpan.FromSeconds(7),
        Timeout = TimeSpan.FromSeconds(3),
        Expiry = TimeSpan.FromSeconds(11),
        ReadOnly = ReadOnlyMode.Required,
        Keys = ["k1", "k 2"],
        Arguments = ["a1", ""],
        Labels = LabelSet.From([new("queue", "mail \"x\"")]),
        Aggregate = Aggregations.Sum | Aggregations.Count,
        MaxBusy = 0.25,
        KillOnTimeout = true,
        MaxReplyBytes = 12_345,
        MaxSeries = 678,
        RedisExporterCompatible = true,
    };

    private readonly string _file = Path.GetTempFileName();

    public CatalogueCodecTests() => File.WriteAllText(_file, Filed);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Decode_EncodedScript_HasEveryField()
    {
        ScriptSpec decoded = RoundTrip(Configuration()).Scripts[0];

        foreach (PropertyInfo property in typeof(ScriptSpec).GetProperties().Where(static property => property.Name != nameof(ScriptSpec.IsAdHoc)))
        {
            string expected = Text(property.GetValue(Script));
            Assert.NotEqual(Text(property.GetValue(new ScriptSpec { Name = "", Body = default })), expected);
            Assert.Equal(expected, Text(property.GetValue(decoded)));
        }
    }

    [Fact]
    public void Decode_ScriptThatRunsOnDemand_StaysSo() =>
        Assert.Null(RoundTrip(Configuration() with { Scripts = [Script with { Interval = null }], Targets = [] }).Scripts[0].Interval);

    [Fact]
    public void Decode_EncodedTargets_HaveEveryFieldInTheirOrder()
    {
        ScriptGridConfiguration configuration = Configuration();

        ImmutableArray<TargetSpec> decoded = RoundTrip(configuration).Targets;

        Assert.Equal(configuration.Targets.Select(static target => target.Address), decoded.Select(static target => target.Address));
        Assert.Equal(configuration.Targets.Select(static target => target.Credentials), decoded.Select(static target => target.Credentials));
        Assert.Equal(configuration.Targets.Select(static target => target.Tls), decoded.Select(static target => target.Tls));
        Assert.Equal(configuration.Targets.Select(static target => target.Labels), decoded.Select(static target => target.Labels));
        Assert.Equal(
            configuration.Targets.Select(static target => target.Scripts.Count), decoded.Select(static target => target.Scripts.Count));
    }

    [Fact]
    public void Decode_EncodedSettings_AreThoseOfTheCatalogueAndTheHttpServerIsThisSilos()
    {
        var own = new ScriptGridConfiguration { Web = new WebSettings { ListenAddress = ":1" } };

        ScriptGridConfiguration decoded = CatalogueCodec.Decode(CatalogueCodec.Encode(Configuration(), "here"), own, []);

        Assert.Equal(TimeSpan.FromSeconds(9), decoded.Interval);
        Assert.Equal(TimeSpan.FromSeconds(4), decoded.Timeout);
        Assert.Equal("instance", decoded.TargetLabel);
        Assert.Equal("keydb", decoded.Namespace);
        Assert.True(decoded.RedisExporterCompatible);
        Assert.Equal(":1", decoded.Web.ListenAddress);
    }

    [Fact]
    public void Encode_Passwords_AreNotInTheContent()
    {
        CatalogueEdition edition = CatalogueCodec.Encode(Configuration(), "here");

        using var brotli = new BrotliStream(new MemoryStream(edition.Content), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli);
        string content = reader.ReadToEnd();
        Assert.Contains("queues.lua", content, StringComparison.Ordinal);
        Assert.DoesNotContain(Inline, content, StringComparison.Ordinal);
        Assert.DoesNotContain(Filed, content, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_SameConfiguration_HasTheSameHash() =>
        Assert.Equal(CatalogueCodec.Encode(Configuration(), "here").Hash, CatalogueCodec.Encode(Configuration(), "there").Hash);

    /// <summary>On a silo with the same files and the same inline passwords.</summary>
    private static ScriptGridConfiguration RoundTrip(ScriptGridConfiguration configuration)
    {
        List<string> problems = [];
        ScriptGridConfiguration decoded = CatalogueCodec.Decode(CatalogueCodec.Encode(configuration, "here"), configuration, problems);
        Assert.Empty(problems);
        return decoded;
    }

    private static string Text(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        ImmutableArray<string> texts => string.Join('|', texts),
        LabelSet labels => string.Join('|', labels.Labels.ToArray()),
        _ => $"{value}",
    };

    private ScriptGridConfiguration Configuration()
    {
        var tls = new TlsSettings { CaFile = "/ca", CertFile = "/cert", KeyFile = "/key", ServerName = "name", InsecureSkipVerify = true };
        ImmutableArray<ScriptSpec> scripts = [Script];
        return new ScriptGridConfiguration
        {
            Interval = TimeSpan.FromSeconds(9),
            Timeout = TimeSpan.FromSeconds(4),
            TargetLabel = "instance",
            Namespace = "keydb",
            RedisExporterCompatible = true,
            Scripts = scripts,
            Targets =
            [
                new TargetSpec { Address = TargetAddress.Tcp("10.0.0.1", 6379, 0), Scripts = scripts },
                new TargetSpec { Address = TargetAddress.Tcp("::1", 6380, 3), Scripts = scripts, Tls = tls },
                new TargetSpec { Address = TargetAddress.Unix("/run/redis.sock", 2), Scripts = [], Labels = LabelSet.From([new("team", "mail")]) },
                new TargetSpec
                {
                    Address = TargetAddress.Tcp("named", 1, 0),
                    Scripts = scripts,
                    Credentials = new RedisCredentials("user", Filed) { PasswordFile = _file },
                },
                new TargetSpec { Address = TargetAddress.Tcp("inline", 1, 0), Scripts = scripts, Credentials = new RedisCredentials(null, Inline) },
            ],
        };
    }
}
