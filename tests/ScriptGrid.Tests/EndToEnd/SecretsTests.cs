using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>Unique secrets wherever one can be configured, servers that repeat them, and a search of all that the program says.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Script = "return {'a', 1}";

    /// <summary>By where it is configured.</summary>
    private static readonly Dictionary<string, string> Secrets = new[]
    {
        "uri", "encoded", "group", "file", "global", "variable", "store", "client", "asked", "bad", "changed", "listed", "token", "told",
    }.ToDictionary(static place => place, static place => $"SECRET@{place}/x9Q7");

    private readonly TestFiles _files = new();
    private readonly TestCertificates _certificates = new();
    private readonly string _script;
    private readonly string _passwordFile;

    public SecretsTests()
    {
        _script = _files.Write("a.lua", Script);
        _files.Write("token.sh", $"echo '{Secrets["token"]}'");
        _files.Write("failing.sh", $"echo '{Secrets["told"]}'; echo cannot send '{Secrets["told"]}' >&2; exit 4");
        _files.Write("logins.json", $"{"{"}\"127.0.*\": \"{Secrets["listed"]}\"{"}"}");
        _passwordFile = _files.Write("password", Secrets["file"] + "\n");
    }

    public void Dispose()
    {
        _files.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Serve_AtTrace_TellsNoSecret(string format)
    {
        await using ScriptedRedis repeating = ScriptedRedis.Start(Repeat);
        await using ScriptedRedis quoting = ScriptedRedis.Start(Quote);
        await using RedisServerProcess refusing = await RedisServerProcess.StartAsync("requirepass other");
        await using RedisServerProcess open = await RedisServerProcess.StartAsync($"requirepass {Secrets["file"]}");
        string configuration = _files.Write("scriptgrid.yml", Configuration(repeating, quoting, refusing, open));
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            new Dictionary<string, string> { ["SCRIPTGRID_PASSWORD"] = Secrets["variable"] },
            ["--config.file", configuration, "--log.level", "trace", "--log.format", format]);

        var outputs = new Dictionary<string, string>
        {
            ["/metrics"] = await serve.WaitForAsync(
                $$"""redis_script_result{target="{{open.Address}}",filename="a.lua"} 1""",
                $$"""redis_up{target="{{repeating.Address}}"} 0""",
                $$"""redis_up{target="{{refusing.Address}}"} 0""",
                $$"""redis_script_result{target="{{quoting.Address}}",filename="a.lua"} 0"""),
        };
        _files.Write("password", Secrets["changed"] + "\n");
        await serve.WaitForAsync("scriptgrid_reauthentications_total{result=\"refused\"} 1");
        string uri = Uri.EscapeDataString($"redis://:{Uri.EscapeDataString(Secrets["asked"])}@127.0.0.1:1/x");
        foreach (string path in new[] { "/", "/api/v1/targets", $"/scrape?target={repeating.Address}", $"/scrape?target={uri}", "/-/ready" })
        {
            outputs[path] = (await serve.SendAsync(HttpMethod.Get, path)).Body;
        }

        foreach ((string mistake, string text) in Mistakes(await File.ReadAllTextAsync(configuration)))
        {
            _files.Write("scriptgrid.yml", text);
            outputs[mistake] = (await serve.SendAsync(HttpMethod.Post, "/-/reload")).Body;
        }

        await serve.TerminateAsync();
        outputs["log"] = serve.Log;
        AssertNoSecret(outputs);
        Assert.Contains("it ended with exit code 4: cannot send ***", outputs["log"], StringComparison.Ordinal);
        Assert.Contains("ERR user_script:1: cannot log in with ***", outputs["/api/v1/targets"], StringComparison.Ordinal);
        Assert.Contains("cannot log in with ***", outputs["log"], StringComparison.Ordinal);
        Assert.Contains(quoting.Address, outputs["log"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("raw")]
    [InlineData("json")]
    public async Task Run_ServersThatRepeatPasswords_TellsNoSecret(string format)
    {
        await using ScriptedRedis repeating = ScriptedRedis.Start(Repeat);
        await using ScriptedRedis quoting = ScriptedRedis.Start(Quote);
        var outputs = new Dictionary<string, string>();
        foreach ((string name, string[] arguments) in new (string, string[])[]
        {
            ("uri", ["--target", $"redis://:{Encoded("uri")}@{repeating.Address}"]),
            ("user", ["--target", $"redis://metrics:{Encoded("uri")}@{repeating.Address}"]),
            ("file", ["--target", repeating.Address, "--password-file", _passwordFile]),
            ("quoted", ["--target", $"redis://:{Encoded("uri")}@{quoting.Address}"]),
            ("refused", ["--target", $"redis://:{Encoded("uri")}@127.0.0.1:1"]),
            ("bad", ["--target", $"redis://u:{Encoded("bad")}@h:p"]),
        })
        {
            (_, string output, string error) = await ScriptGridProcess.RunAsync(["run", "--script", _script, "--format", format, .. arguments]);
            Assert.NotEmpty(error);
            outputs[name] = output + error;
        }

        AssertNoSecret(outputs);
        Assert.Contains("cannot log in with ***", outputs["quoted"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ConfigurationsWithMistakes_TellsNoSecret()
    {
        var outputs = new Dictionary<string, string>();
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        string configuration = $"""
            global: {"{"}password: '{Secrets["global"]}'{"}"}
            scripts: [{"{"}file: a.lua{"}"}]
            target_groups:
              - targets: [redis://127.0.0.1:26702]
                password: '{Secrets["group"]}'
            """;
        foreach ((string mistake, string text) in Mistakes(configuration))
        {
            (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("check", "--config.file", _files.Write("check.yml", text));
            Assert.NotEqual(0, exitCode);
            outputs[mistake] = output + error;
        }

        AssertNoSecret(outputs);
    }

    /// <summary>Unknown commands as Redis 4 to 6 have it, with their arguments.</summary>
    private static byte[] Repeat(string[] command) => Resp.Error(
        $"ERR unknown command `{command[0]}`, with args beginning with: {string.Concat(command.Skip(1).Select(static argument => $"`{argument}`, "))}");

    /// <summary>Lets everybody in, and quotes a password in the error of a script.</summary>
    private static byte[] Quote(string[] command) => command[0].StartsWith("EVAL", StringComparison.Ordinal)
        ? Resp.Error($"ERR user_script:1: cannot log in with {Secrets["uri"]} script: 1f2e, on @user_script:1.")
        : Resp.Ok;

    private string Configuration(ScriptedRedis repeating, ScriptedRedis quoting, RedisServerProcess refusing, RedisServerProcess open) => $"""
        global: {"{"}interval: 200ms, password: '{Secrets["global"]}'{"}"}
        scripts: [{"{"}file: a.lua{"}"}]
        target_groups:
          - targets: ["redis://:{Encoded("uri")}@{quoting.Address}", "redis://metrics:{Encoded("encoded")}@{quoting.Address}/1"]
          - targets: [redis://{repeating.Address}]
            password: '{Secrets["group"]}'
          - targets: [redis://{repeating.Address}/1]
            username: metrics
          - targets: [redis://{open.Address}]
            password_file: password
          - targets: [redis://{refusing.Address}]
          - targets: [redis://{repeating.Address}/2, redis://{quoting.Address}/2]
            credentials_file: logins.json
          - targets: [redis://{repeating.Address}/3, redis://{refusing.Address}/3]
            password_command: [sh, {Path.GetDirectoryName(_script)}/token.sh]
          - targets: [redis://{repeating.Address}/4]
            password_command: [sh, {Path.GetDirectoryName(_script)}/failing.sh]
          - targets: [rediss://{refusing.Address}/2]
            tls: {"{"}cert_file: {_certificates.ClientCertFile}, key_file: {_certificates.ClientKeyFile}{"}"}
        cluster: {"{"}membership: redis, client_secret: '{Secrets["client"]}', connection: 'localhost,password={Secrets["store"]}'{"}"}
        """;

    /// <summary>A configuration spoiled in ways that tempt a message to quote it.</summary>
    private static IEnumerable<(string Mistake, string Text)> Mistakes(string configuration)
    {
        string password = $"password: '{Secrets["group"]}'";
        string good = "targets: [redis://";
        foreach ((string mistake, string from, string to) in new[]
        {
            ("port", good, $"targets: ['redis://u:{Encoded("bad")}@127.0.0.1:99999', redis://"),
            ("path", good, $"targets: ['redis://u:{Secrets["bad"]}/x@y:z', redis://"),
            ("scheme", good, $"targets: ['http://u:{Encoded("bad")}@127.0.0.1:1', redis://"),
            ("no scheme", good, $"targets: ['u:{Encoded("bad")}@127.0.0.1:1x', redis://"),
            ("twice", password, $"{password}\n    password_file: missing"),
            ("typo", password, $"pasword: '{Secrets["group"]}'"),
            ("list", password, $"password: ['{Secrets["group"]}']"),
            ("colon", password, $"password: {Secrets["group"]}: x"),
            ("quote", password, $"password: \"{Secrets["group"]}"),
            ("alias", password, $"password: *{Secrets["group"]}"),
            ("tag", password, $"password: !{Secrets["group"]} x"),
            ("key", password, $"'{Secrets["group"]}': password"),
            ("keys", password, $"'{Secrets["group"]}': a\n    '{Secrets["group"]}': b"),
            ("file", password, $"password_file: '{Secrets["group"]}'"),
            ("name", password, $"password_env: '{Secrets["group"]}'"),
        })
        {
            Assert.Contains(from, configuration, StringComparison.Ordinal);
            int place = configuration.IndexOf(from, StringComparison.Ordinal);
            yield return (mistake, configuration[..place] + to + configuration[(place + from.Length)..]);
        }
    }

    private static string Encoded(string place) => Uri.EscapeDataString(Secrets[place]);

    private void AssertNoSecret(Dictionary<string, string> outputs)
    {
        string key = File.ReadAllLines(_certificates.ClientKeyFile)[1];
        IEnumerable<string> forbidden = Secrets.Keys.SelectMany(static place => new[] { Secrets[place], Encoded(place) }).Append(key);
        string[] leaks =
        [
            .. from output in outputs
               from secret in forbidden
               let at = output.Value.IndexOf(secret, StringComparison.OrdinalIgnoreCase)
               where at >= 0
               select $"{output.Key}: …{output.Value[Math.Max(0, at - 80)..(at + secret.Length)]}",
        ];
        Assert.Empty(leaks);
    }
}
