using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Catalogue;

public sealed class CatalogueReaderTests : IDisposable
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
        On = ServerRole.Replica,
        Keys = ["k1", "k 2"],
        Arguments = ["a1", ""],
        Labels = LabelSet.From([new("queue", "mail \"x\"")]),
        Metrics = [MetricDeclarationText.Parse("histogram mail_age_seconds{queue,result} How long: {all}.", out _)!, MetricDeclarationText.Parse("gauge mail_depth", out _)!],
        Aggregate = Aggregations.Sum | Aggregations.Count,
        AggregateBy = ["env", "shard"],
        Expose = Exposure.Rollups,
        MaxBusy = 0.25,
        KillOnTimeout = true,
        MaxReplyBytes = 12_345,
        MaxSeries = 678,
        MaxFleetSeries = 6789,
        IsOfGroup = true,
        RedisExporterCompatible = true,
    };

    private readonly string _file = Path.GetTempFileName();

    private readonly string _credentials = Path.GetTempFileName();

    public CatalogueReaderTests()
    {
        File.WriteAllText(_file, Filed);
        File.WriteAllText(_credentials, "{}");
    }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete(_credentials);
    }

    [Fact]
    public void ToConfiguration_EncodedScript_HasEveryField()
    {
        ScriptSpec decoded = RoundTrip(Configuration()).Scripts[0];

        // A script that declares metrics is judged as its own, whatever the others are.
        string[] left = [nameof(ScriptSpec.IsAdHoc), nameof(ScriptSpec.RedisExporterCompatible)];
        foreach (PropertyInfo property in typeof(ScriptSpec).GetProperties().Where(property => !left.Contains(property.Name)))
        {
            string expected = Text(property.GetValue(Script));
            Assert.NotEqual(Text(property.GetValue(new ScriptSpec { Name = "", Body = default })), expected);
            Assert.Equal(expected, Text(property.GetValue(decoded)));
        }
    }

    [Fact]
    public void ToConfiguration_CompatibleWithRedisExporter_ScriptsWithoutMetricsAre() =>
        Assert.True(RoundTrip(Configuration() with { Scripts = [Script with { Metrics = [] }], Targets = [] }).Scripts[0].RedisExporterCompatible);

    [Fact]
    public void ToConfiguration_ScriptThatRunsOnDemand_StaysSo() =>
        Assert.Null(RoundTrip(Configuration() with { Scripts = [Script with { Interval = null }], Targets = [] }).Scripts[0].Interval);

    [Fact]
    public void ToConfiguration_EncodedTargets_HaveEveryFieldInTheirOrder()
    {
        ScriptGridConfiguration configuration = Configuration();

        ImmutableArray<TargetSpec> decoded = RoundTrip(configuration).Targets;

        Assert.Equal(configuration.Targets.Select(static target => target.Address), decoded.Select(static target => target.Address));
        Assert.Equal(configuration.Targets.Select(static target => target.Credentials), decoded.Select(static target => target.Credentials));
        Assert.Equal(configuration.Targets.Select(static target => target.Tls), decoded.Select(static target => target.Tls));
        Assert.Equal(configuration.Targets.Select(static target => target.Greeting), decoded.Select(static target => target.Greeting));
        Assert.Equal(configuration.Targets.Select(static target => target.Labels), decoded.Select(static target => target.Labels));
        Assert.Equal(configuration.Targets.Select(static target => target.RoleLabel), decoded.Select(static target => target.RoleLabel));
        Assert.Equal(
            configuration.Targets.Select(static target => target.Scripts.Count), decoded.Select(static target => target.Scripts.Count));
    }

    [Fact]
    public void ToConfiguration_SocketWhosePathEndsInANumber_IsTheSamePlaceOnEverySilo()
    {
        TargetAddress[] places = [TargetAddress.Unix("/run/redis/6379", 0), TargetAddress.Unix("/run/redis/06380", 0), TargetAddress.Unix("/run/6381/7", 2)];
        TargetAddress[] others = [TargetAddress.Unix("/run/redis", 6379)];

        ScriptGridConfiguration decoded = Read(Of(places), Of(others), []);

        Assert.Equal(places.Select(static place => (place.Id, place.Host, place.Database)), decoded.Targets.Select(static target => (target.Address.Id, target.Address.Host, target.Address.Database)));

        static ScriptGridConfiguration Of(TargetAddress[] addresses) => new() { Targets = [.. addresses.Select(static address => new TargetSpec { Address = address, Scripts = [] })] };
    }

    [Fact]
    public void ToConfiguration_EncodedSettings_AreThoseOfTheCatalogueAndTheHttpServerIsThisSilos()
    {
        var own = new ScriptGridConfiguration { Web = new WebSettings { ListenAddress = ":1" } };

        ScriptGridConfiguration decoded = Read(Configuration(), own, []);

        Assert.Equal(TimeSpan.FromSeconds(9), decoded.Interval);
        Assert.Equal(TimeSpan.FromSeconds(4), decoded.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(8), decoded.MaxConnectionAge);
        Assert.Equal("instance", decoded.TargetLabel);
        Assert.Equal(("keydb", "role", 50_000), (decoded.Namespace, decoded.RoleLabel, decoded.MaxPageSeries));
        Assert.True(decoded.RedisExporterCompatible);
        Assert.Equal(":1", decoded.Web.ListenAddress);
    }

    [Fact]
    public void ToConfiguration_NoConnectionAge_IsTheDefaultOnEverySilo()
    {
        ScriptGridConfiguration written = Configuration() with { MaxConnectionAge = Defaults.MaxConnectionAge };

        ScriptGridConfiguration decoded = Read(written, new ScriptGridConfiguration { MaxConnectionAge = TimeSpan.FromSeconds(1) }, []);

        Assert.Equal(Defaults.MaxConnectionAge, decoded.MaxConnectionAge);
    }

    [Fact]
    public void Write_Passwords_AreNotInTheContent()
    {
        CatalogueEdition edition = CatalogueWriter.Write(Configuration(), "here");

        using var brotli = new BrotliStream(new MemoryStream(edition.Content), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli);
        string content = reader.ReadToEnd();
        Assert.Contains("queues.lua", content, StringComparison.Ordinal);
        Assert.DoesNotContain(Inline, content, StringComparison.Ordinal);
        Assert.DoesNotContain(Filed, content, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameConfiguration_HasTheSameHash() =>
        Assert.Equal(CatalogueWriter.Write(Configuration(), "here").Hash, CatalogueWriter.Write(Configuration(), "there").Hash);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{INTERVAL,\"Scripts\":[null]}")]
    [InlineData("{INTERVAL,\"Scripts\":[{\"Name\":\"a.lua\",\"Body\":\"\",\"ReadOnly\":7}]}")]
    [InlineData("{INTERVAL,\"Scripts\":[{\"Name\":\"a.lua\",\"Body\":\"\",\"Interval\":\"00:00:00\"}]}")]
    [InlineData("{INTERVAL,\"Groups\":[{\"Targets\":[\"10.0.0.1:6379\"],\"Scripts\":[0]}]}")]
    [InlineData("{INTERVAL,\"Groups\":[{\"Targets\":[\"what://is.this\"]}]}")]
    [InlineData("{INTERVAL,\"Scripts\":[{\"Name\":\"a\",\"Body\":\"\",\"On\":7}]}")]
    [InlineData("{INTERVAL,\"MaxConnectionAge\":\"00:00:00\"}")]
    [InlineData("{\"Interval\":\"00:00:00\",\"Timeout\":\"00:00:01\",\"TargetLabel\":\"target\",\"Namespace\":\"redis\"}")]
    public void Read_WhatNoConfigurationCanBeMadeOf_SaysWhy(string json)
    {
        const string interval = "\"Interval\":\"00:00:01\",\"Timeout\":\"00:00:01\",\"TargetLabel\":\"target\",\"Namespace\":\"redis\"";
        byte[] content = Compress(json.Replace("INTERVAL", interval, StringComparison.Ordinal));

        Assert.Null(CatalogueReader.Read(new CatalogueEdition(1, default, "there", "hash", content), out string problem));

        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Read_WhatIsNotCompressed_SaysWhy()
    {
        Assert.Null(CatalogueReader.Read(new CatalogueEdition(1, default, "there", "hash", "{}"u8.ToArray()), out string problem));

        Assert.StartsWith("this version cannot read it", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownMembers_AreIgnored()
    {
        const string json = """
            {"Later":{"a":[1]},"Interval":"00:00:01","Timeout":"00:00:01","TargetLabel":"target","Namespace":"redis"}
            """;

        Assert.NotNull(CatalogueReader.Read(new CatalogueEdition(1, default, "there", "hash", Compress(json)), out _));
    }

    private static byte[] Compress(string text)
    {
        using var content = new MemoryStream();
        using (var brotli = new BrotliStream(content, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return content.ToArray();
    }

    private static ScriptGridConfiguration Read(ScriptGridConfiguration written, ScriptGridConfiguration own, List<string> problems)
    {
        CatalogueContent? content = CatalogueReader.Read(CatalogueWriter.Write(written, "here"), out string problem);
        Assert.Equal("", problem);
        return CatalogueReader.ToConfiguration(content!, own, problems);
    }

    /// <summary>On a silo with the same files and the same inline passwords.</summary>
    private static ScriptGridConfiguration RoundTrip(ScriptGridConfiguration configuration)
    {
        List<string> problems = [];
        ScriptGridConfiguration decoded = Read(configuration, configuration, problems);
        Assert.Empty(problems);
        return decoded;
    }

    private static string Text(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        ImmutableArray<MetricDeclaration> metrics => string.Join('|', metrics),
        ImmutableArray<string> texts => string.Join('|', texts),
        LabelSet labels => string.Join('|', labels.Labels.ToArray()),
        _ => $"{value}",
    };

    private ScriptGridConfiguration Configuration()
    {
        var tls = new TlsSettings { CaFile = "/ca", CertFile = "/cert", KeyFile = "/key", ServerName = "name", InsecureSkipVerify = true, MinVersion = TlsVersion.Tls13 };
        ImmutableArray<ScriptSpec> scripts = [Script];
        return new ScriptGridConfiguration
        {
            Interval = TimeSpan.FromSeconds(9),
            Timeout = TimeSpan.FromSeconds(4),
            MaxConnectionAge = TimeSpan.FromSeconds(8),
            TargetLabel = "instance",
            Namespace = "keydb",
            RoleLabel = "role",
            MaxPageSeries = 50_000,
            RedisExporterCompatible = true,
            Scripts = scripts,
            Targets =
            [
                new TargetSpec { Address = TargetAddress.Tcp("10.0.0.1", 6379, 0), Scripts = scripts },
                new TargetSpec { Address = TargetAddress.Tcp("::1", 6380, 3), Scripts = scripts, Tls = tls, Greeting = new Greeting { Protocol = 2, ClientName = "" } },
                new TargetSpec { Address = TargetAddress.Unix("/run/redis.sock", 2), Scripts = [], Labels = LabelSet.From([new("team", "mail")]) },
                new TargetSpec { Address = TargetAddress.Tcp("labelled", 1, 0), Scripts = [], Labels = LabelSet.From([new("team", "mail")]), RoleLabel = "mail_role" },
                new TargetSpec
                {
                    Address = TargetAddress.Tcp("named", 1, 0),
                    Scripts = scripts,
                    Credentials = new RedisCredentials("user", Filed) { PasswordFile = _file, Group = "mail" },
                },
                new TargetSpec
                {
                    Address = TargetAddress.Tcp("token", 1, 0),
                    Scripts = scripts,
                    Credentials = new RedisCredentials("user", "")
                    {
                        PasswordCommand = new PasswordCommand(["az", "account", "get-access-token"], TimeSpan.FromMinutes(7)),
                        CredentialsFile = _credentials,
                        Group = "azure",
                    },
                },
                new TargetSpec { Address = TargetAddress.Tcp("inline", 1, 0), Scripts = scripts, Credentials = new RedisCredentials(null, Inline) },
            ],
        };
    }
}
