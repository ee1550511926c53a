using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Fuzz;

/// <summary>Whatever people write, it is taken or refused in words: never an exception, never a password in what is said.</summary>
public sealed class TextFuzzTests
{
    private const string Configuration = """
        global: {interval: 15s, timeout: 2s, labels: {env: prod}, password: secret-global, max_busy: 5%}
        scripts:
          - file: a.lua
            args: ["mail:*", 'it''s']
            aggregate: [sum, max]
          - {name: b, file: a.lua, interval: never, read_only: off}
        target_groups:
          - targets: &all [redis://10.0.0.1, "redis://u:secret-uri@10.0.0.2:6380/1"]
            labels: {team: mail}
            scripts: [a.lua]
            password_file: password
            tls: {insecure_skip_verify: true}
        web: {listen_address: ":9121"}
        log: {level: info, format: json}
        """;

    private static readonly string[] YamlPieces =
        ["\n", " ", "  ", "- ", ": ", "{", "}", "[", "]", "\"", "'", "&a ", "*a", "*all", "<<: ", "!!binary ", "#", "|\n", ">\n", "?", "\t", "\0", "\ufeff", "---\n", "${HOME}", "$$", "~", "ö", "true", "99999999999999999999", "\u2028"];

    private static readonly string[] UriPieces =
        ["redis", "rediss", "unix", "://", ":", "/", "//", "@", "[", "]", "::1", "%", "%40", "%zz", "?db=1", "?", "#", "host", "10.0.0.1", "6379", "99999", "-1", "..", " ", "\n", "ö", "\ud800", ""];

    /// <summary>What begins with a slash after <c>unix://</c> is a path, whatever follows.</summary>
    private static readonly string[] LogInPieces = [":", "@", "%40", "%zz", "?", "#", "user", "10.0.0.1", " ", "ö"];

    private static readonly string[] JsonPieces = ["{", "}", "[", "]", ",", ":", "\"", "null", "1", "\"redis://10.0.0.1\"", "\"secret-json\"", "\\u0000", "\\", " ", "\n", "\ufeff"];

    [Fact]
    public void Yaml_AnyMistake_IsTakenOrRefusedInWords()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("password", "secret-file\n");
        Fuzz.Run(random => AssertInWords(folder.Result(Fuzz.Mutate(random, Configuration, YamlPieces))), cases: 1000);
    }

    [Fact]
    public void PasswordFile_AnyJson_IsTakenOrRefusedInWords()
    {
        using var folder = new ConfigurationFolder();
        Fuzz.Run(
            random =>
            {
                string json = """{"redis://10.0.0.1:6379": "secret-json", "rediss://u@10.0.0.2": ""}""";
                folder.Write("passwords.json", random.Next(4) == 0 ? Fuzz.Text(random, JsonPieces, 12) : Fuzz.Mutate(random, json, JsonPieces));
                AssertInWords(folder.Result("""
                    global: {compat_redis_exporter: true, redis_exporter_password_file: passwords.json}
                    scripts: [{file: a.lua}]
                    target_groups: [{targets: [10.0.0.1]}]
                    """));
            },
            cases: 1000);
    }

    [Fact]
    public void RedisUri_AnyText_IsTheSameTargetAgainOrRefusedWithoutItsSecret() => Fuzz.Run(
        static random =>
        {
            const string secret = "SECRET";
            string login = random.Next(2) == 0 ? $"{secret}@" : $"{Fuzz.Text(random, LogInPieces, 2)}:{secret}{Fuzz.Text(random, LogInPieces, 2)}@";
            string scheme = random.GetItems(["redis://", "rediss://", "unix://", "http://", ""], 1)[0];
            string text = scheme + (random.Next(2) == 0 ? login : "") + Fuzz.Text(random, UriPieces, 6);
            RedisUri? uri = RedisUri.Parse(text, out string error);
            Assert.DoesNotContain(secret, RedisUri.Redact(text), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, error, StringComparison.Ordinal);
            Assert.Equal(uri is null, error.Length > 0);
            if (uri is not null)
            {
                Assert.DoesNotContain(secret, uri.ToString(), StringComparison.Ordinal);
                Assert.Equal(uri.Address, RedisUri.Parse(uri.Address.Id, out _)?.Address);
            }
        },
        cases: 20_000);

    [Fact]
    public void SeedLine_AnyBytes_IsSplitOrRefused() => Fuzz.Run(
        static random =>
        {
            byte[] line = Encoding.Latin1.GetBytes(Fuzz.Text(random, ["a", " ", "\t", "\"", "'", "\\", "\\x", "\\xff", "\\n", "\0", "\u00ff"], 14));
            var words = new List<byte[]>();
            if (TypedLine.TrySplit(line, words))
            {
                Assert.InRange(words.Sum(static word => word.Length), 0, line.Length);
            }
        },
        cases: 20_000);

    [Fact]
    public void Mask_AnySecretInAnyText_IsGone() => Fuzz.Run(
        static random =>
        {
            string[] pieces = ["p", "@", "/", "%", "*", "é", " ", "\"", "secret"];
            string secret = "the-longer-" + Fuzz.Text(random, pieces, 6);
            string text = Fuzz.Text(random, [.. pieces, secret, Uri.EscapeDataString(secret)], 8);
            Assert.DoesNotContain(secret, SecretMask.Of([secret]).Apply(text), StringComparison.Ordinal);
        },
        cases: 5000);

    private static void AssertInWords(ConfigurationResult result)
    {
        Assert.Equal(result.IsValid, result.Errors.IsEmpty);
        Assert.All(result.Errors, static error =>
        {
            Assert.NotEmpty(error.Trim());
            Assert.DoesNotContain('\n', error);
            Assert.DoesNotContain("secret-json", error, StringComparison.Ordinal);
        });
    }
}
