using Microsoft.Extensions.Logging;
using ScriptGrid.Commands;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

/// <summary>Each flag and each variable of redis_exporter 1.88 is taken or warned of; none is ignored in silence.</summary>
public sealed class RedisExporterFlagsTests : IDisposable
{
    /// <summary>What redis_exporter 1.88 has: flag, variable, and what becomes of it here.</summary>
    private const string Known = """
        --redis.addr REDIS_ADDR taken
        --redis.user REDIS_USER taken
        --redis.password REDIS_PASSWORD taken
        --redis.password-file REDIS_PASSWORD_FILE taken
        --namespace REDIS_EXPORTER_NAMESPACE taken
        --script REDIS_EXPORTER_SCRIPT taken
        --lua-script-read-only REDIS_EXPORTER_LUA_SCRIPT_READ_ONLY taken
        --web.listen-address REDIS_EXPORTER_WEB_LISTEN_ADDRESS taken
        --web.telemetry-path REDIS_EXPORTER_WEB_TELEMETRY_PATH taken
        --connection-timeout REDIS_EXPORTER_CONNECTION_TIMEOUT taken
        --tls-ca-cert-file REDIS_EXPORTER_TLS_CA_CERT_FILE taken
        --tls-client-cert-file REDIS_EXPORTER_TLS_CLIENT_CERT_FILE taken
        --tls-client-key-file REDIS_EXPORTER_TLS_CLIENT_KEY_FILE taken
        --tls-server-name REDIS_EXPORTER_TLS_SERVER_NAME taken
        --skip-tls-verification REDIS_EXPORTER_SKIP_TLS_VERIFICATION taken
        --debug REDIS_EXPORTER_DEBUG taken
        --log-level REDIS_EXPORTER_LOG_LEVEL taken
        --log-format REDIS_EXPORTER_LOG_FORMAT taken
        --ping-on-connect REDIS_EXPORTER_PING_ON_CONNECT taken
        --version - taken
        --set-client-name REDIS_EXPORTER_SET_CLIENT_NAME taken
        --redis-only-metrics REDIS_EXPORTER_REDIS_ONLY_METRICS warned
        --include-go-runtime-metrics REDIS_EXPORTER_INCLUDE_GO_RUNTIME_METRICS warned
        --cluster-discover-hostnames REDIS_EXPORTER_CLUSTER_DISCOVER_HOSTNAMES warned
        --check-keys REDIS_EXPORTER_CHECK_KEYS taken
        --check-single-keys REDIS_EXPORTER_CHECK_SINGLE_KEYS taken
        --check-key-groups REDIS_EXPORTER_CHECK_KEY_GROUPS taken
        --check-streams REDIS_EXPORTER_CHECK_STREAMS taken
        --check-single-streams REDIS_EXPORTER_CHECK_SINGLE_STREAMS taken
        --streams-exclude-consumer-metrics REDIS_EXPORTER_STREAMS_EXCLUDE_CONSUMER_METRICS taken
        --count-keys REDIS_EXPORTER_COUNT_KEYS taken
        --check-keys-batch-size REDIS_EXPORTER_CHECK_KEYS_BATCH_SIZE taken
        --config-command REDIS_EXPORTER_CONFIG_COMMAND warned
        --max-distinct-key-groups REDIS_EXPORTER_MAX_DISTINCT_KEY_GROUPS taken
        --is-tile38 REDIS_EXPORTER_IS_TILE38 warned
        --is-cluster REDIS_EXPORTER_IS_CLUSTER taken
        --export-client-list REDIS_EXPORTER_EXPORT_CLIENT_LIST warned
        --export-client-port REDIS_EXPORTER_EXPORT_CLIENT_PORT warned
        --include-config-metrics REDIS_EXPORTER_INCL_CONFIG_METRICS warned
        --include-modules-metrics REDIS_EXPORTER_INCL_MODULES_METRICS taken
        --include-search-indexes-metrics REDIS_EXPORTER_INCL_SEARCH_INDEXES_METRICS warned
        --include-sentinel-peer-info REDIS_EXPORTER_INCL_SENTINEL_PEER_INFO warned
        --check-search-indexes REDIS_EXPORTER_CHECK_SEARCH_INDEXES warned
        --disable-exporting-key-values REDIS_EXPORTER_DISABLE_EXPORTING_KEY_VALUES taken
        --exclude-latency-histogram-metrics REDIS_EXPORTER_EXCLUDE_LATENCY_HISTOGRAM_METRICS taken
        --redact-config-metrics REDIS_EXPORTER_REDACT_CONFIG_METRICS warned
        --include-system-metrics REDIS_EXPORTER_INCL_SYSTEM_METRICS taken
        --include-rdb-file-size-metric REDIS_EXPORTER_INCL_RDB_FILE_SIZE_METRIC warned
        --skip-checkkeys-for-role-master REDIS_EXPORTER_SKIP_CHECKKEYS_FOR_ROLE_MASTER taken
        --include-metrics-for-empty-databases REDIS_EXPORTER_INCL_METRICS_FOR_EMPTY_DATABASES taken
        --append-instance-role-label REDIS_EXPORTER_APPEND_INSTANCE_ROLE_LABEL taken
        --tls-server-key-file REDIS_EXPORTER_TLS_SERVER_KEY_FILE taken
        --tls-server-cert-file REDIS_EXPORTER_TLS_SERVER_CERT_FILE taken
        --tls-server-ca-cert-file REDIS_EXPORTER_TLS_SERVER_CA_CERT_FILE taken
        --tls-server-min-version REDIS_EXPORTER_TLS_SERVER_MIN_VERSION taken
        --basic-auth-username REDIS_EXPORTER_BASIC_AUTH_USERNAME taken
        --basic-auth-password REDIS_EXPORTER_BASIC_AUTH_PASSWORD taken
        --basic-auth-hash-password REDIS_EXPORTER_BASIC_AUTH_HASH_PASSWORD taken
        --disable-scrape-endpoint REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT taken
        """;

    private static readonly Flag[] Own = [.. Flags.Serve.Where(flag => flag.RedisExporterVariable is not null)];

    private readonly ConfigurationFolder _folder = new();
    private readonly CommandLineHarness _harness = new();

    public static TheoryData<string> Idle => [.. Flags.RedisExporter.Where(flag => flag.Note is { Length: > 0 }).Select(flag => flag.Name)];

    private string Script => Path.Combine(_folder.Path, "a.lua");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Flags_OfRedisExporter_AreAllThere()
    {
        IEnumerable<string> all =
        [
            "--version - taken",
            .. Own.Select(flag => $"{flag.Name} {flag.RedisExporterVariable} taken"),
            .. Flags.RedisExporter.Select(flag => $"{flag.Name} {flag.Variable} {Fate(flag)}"),
        ];

        Assert.Equal(Known.Split('\n').Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Guide_OfRedisExporter_HasEachFlagInItsTable()
    {
        string[] guide = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "moving-from-redis-exporter.md"));
        string[] rows = [.. guide.Where(line => line.StartsWith("| `-", StringComparison.Ordinal))];

        Assert.All(Known.Split('\n').Select(line => line.Split(' ')), known =>
        {
            string row = Assert.Single(rows, row => row.Split('|')[1].Split(", ").Any(flag => flag.Trim() == $"`{known[0]}`"));
            Assert.Equal(known[2], row.Split('|')[2].Trim());
        });
    }

    [Theory]
    [MemberData(nameof(Idle))]
    public async Task Serve_FlagThatSetsNothing_IsTold(string name)
    {
        Flag flag = Flags.RedisExporter.Single(flag => flag.Name == name);
        string text = flag.Kind == FlagKind.Switch ? (flag.IsOnByDefault ? "f" : "T") : "x";

        await AssertToldAsync($"{name}: {flag.Note}", isRefused: false, $"{name}={text}");

        _harness.Environment[flag.Variable] = text;
        await AssertToldAsync($"{flag.Variable}: {flag.Note}", isRefused: false);

        // As the flag is by default, it asks for nothing; and it wins over its variable.
        await AssertToldAsync(null, isRefused: false, flag.Kind == FlagKind.Switch ? $"{name}={(flag.IsOnByDefault ? "1" : "0")}" : $"{name}=");
    }

    [Theory]
    [InlineData("--connection-timeout", "1m1.5s", "timeout 61500")]
    [InlineData("--connection-timeout", ".25s", "timeout 250")]
    [InlineData("--log-level", "WARNING", "log Warning False")]
    [InlineData("--log-level", "nonsense", "log Information False")]
    [InlineData("--log-format", "json", "log Information True")]
    [InlineData("--log-format", "txt", "log Information False")]
    [InlineData("--debug", "t", "log Debug False")]
    [InlineData("--debug", "0", "log Information False")]
    [InlineData("--skip-tls-verification", "1", "tls True ")]
    [InlineData("--tls-server-name", "redis.internal", "tls False redis.internal")]
    [InlineData("--disable-scrape-endpoint", "1", "scrape False")]
    [InlineData("--disable-scrape-endpoint", "false", "scrape True")]
    [InlineData("--set-client-name", "false", "name ")]
    [InlineData("--set-client-name", "1", "name scriptgrid")]
    [InlineData("--lua-script-read-only", "True", "read-only Required")]
    [InlineData("--lua-script-read-only", "F", "read-only Off")]
    [InlineData("--check-keys", "db1=mail:*,jobs", "collector keys db1=mail:* db0=jobs")]
    [InlineData("--check-single-keys", "mail:*", "collector keys key=db0=mail:*")]
    [InlineData("--count-keys", "mail:*", "collector keys count=db0=mail:*")]
    [InlineData("--check-streams", "events:*", "collector streams db0=events:*")]
    [InlineData("--check-single-streams", "events", "collector streams key=db0=events")]
    [InlineData("--check-key-groups", "^(a),^(b)", "collector key_groups ^(a) ^(b)")]
    [InlineData("--include-metrics-for-empty-databases", "false", "collector info 0")]
    [InlineData("--include-metrics-for-empty-databases", "1", "collector info ")]
    [InlineData("--append-instance-role-label", "1", "role instance_role")]
    [InlineData("--append-instance-role-label", "0", "role ")]
    public async Task Serve_FlagWithCounterpart_SetsIt(string name, string text, string expected)
    {
        await ServeAsync($"{name}={text}");
        Assert.Equal(expected, Seen(expected));

        _harness.Environment[Flags.RedisExporter.Single(flag => flag.Name == name).Variable] = text;
        await ServeAsync();
        Assert.Equal(expected, Seen(expected));
    }

    [Theory]
    [InlineData("--check-keys-batch-size", "500", "--check-keys=a", "collector keys db0=a max_scan=5000")]
    [InlineData("--max-distinct-key-groups", "7", "--check-key-groups=^a", "collector key_groups ^a max_groups=7")]
    [InlineData("--disable-exporting-key-values", "1", "--check-keys=a", "collector keys db0=a values=no")]
    [InlineData("--streams-exclude-consumer-metrics", "1", "--check-streams=a", "collector streams db0=a consumers=no")]
    public async Task Serve_OptionOfKeys_IsAnArgumentToo(string name, string text, string keys, string expected)
    {
        await ServeAsync($"{name}={text}", keys);
        Assert.Equal(expected, Seen(expected));

        _harness.Environment[Flags.RedisExporter.Single(flag => flag.Name == name).Variable] = text;
        await ServeAsync(keys);
        Assert.Equal(expected, Seen(expected));
    }

    [Fact]
    public async Task Serve_SkipForMasters_LooksAtKeysOfReplicas()
    {
        await ServeAsync("--skip-checkkeys-for-role-master", "--check-keys=a");

        Assert.Equal(ServerRole.Replica, _harness.Served!.Scripts.Single(static script => script.Name == "keys").On);
    }

    [Fact]
    public async Task Serve_NoScript_IsServed()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--compat.redis-exporter"));

        Assert.Equal(["info", "slowlog", "cluster"], _harness.Served!.Scripts.Select(static script => script.Name));
    }

    [Fact]
    public async Task Serve_NoFlags_HasTheDefaultsOfRedisExporter()
    {
        await ServeAsync();

        Assert.Equal("timeout 15000", Seen("timeout"));
        Assert.Null(_harness.Served!.Targets[0].Tls);
    }

    [Fact]
    public async Task Serve_TlsFiles_AreForRedissAlone()
    {
        await ServeAsync("--skip-tls-verification", "--target=redis://plain,rediss://secure");

        Assert.Equal([null, true], _harness.Served!.Targets.Select(target => target.Tls?.InsecureSkipVerify));
    }

    [Fact]
    public async Task Serve_DebugAndLevel_DebugWins()
    {
        await ServeAsync("--log-level=error", "-debug");

        Assert.Equal(LogLevel.Debug, _harness.Served!.Log.Level);
    }

    [Fact]
    public async Task Serve_VariablesThatMeanNothing_Warn()
    {
        _harness.Environment["REDIS_EXPORTER_DEBUG"] = "yes";
        _harness.Environment["REDIS_EXPORTER_TLS_CA_CERTFILE"] = "x";
        _harness.Environment["REDIS_EXPORTER_PORT_9121_TCP"] = "tcp://10.0.0.1:9121";

        await AssertToldAsync("REDIS_EXPORTER_DEBUG: it is ignored because it is neither true nor false", isRefused: false);
        Assert.Equal(
            "REDIS_EXPORTER_TLS_CA_CERTFILE: there is no such setting; did you mean REDIS_EXPORTER_TLS_CA_CERT_FILE?", _harness.Served!.Warnings[^1]);

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--script", Script, "--target", "h"));
        Assert.Empty(_harness.Served.Warnings);
    }

    [Theory]
    [InlineData("--redis.addr=")]
    [InlineData("--redis.addr", "")]
    public async Task Serve_EmptyAddress_IsNoTarget(params string[] address)
    {
        string passwords = _folder.Write("passwords.json", """{"redis://h": "pw"}""");
        _harness.Environment["REDIS_ADDR"] = "redis://ignored";

        await ServeAsync([.. address, "--redis.password-file", passwords]);
        Assert.Empty(_harness.Served!.Targets);

        Assert.Equal(ExitCode.Usage, await _harness.RunAsync(["serve", "--compat.redis-exporter", "--script", Script, .. address]));
        Assert.Contains("--web.scrape-any-target", Assert.Single(_harness.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_EmptyAddressByVariable_IsNoTarget()
    {
        _harness.Environment["REDIS_ADDR"] = "";

        await ServeAsync("--web.scrape-any-target");

        Assert.Empty(_harness.Served!.Targets);
    }

    [Theory]
    [InlineData("serve", "--compat.redis-exporter", "--version")]
    [InlineData("serve", "-version")]
    [InlineData("silo", "--version")]
    public async Task Version_OfACommand_IsPrinted(params string[] line)
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync(line));

        Assert.Matches(@"^\d+\.\d+", _harness.Output);
        Assert.Empty(_harness.Errors);
    }

    [Fact]
    public async Task Run_Compatible_TakesTheFlagsToo()
    {
        Assert.Equal(
            ExitCode.Success,
            await _harness.RunAsync(
                "run", "--compat.redis-exporter", "--script", Script, "--target", "rediss://h", "--redis.user=u", "--redis.password=pw",
                "--skip-tls-verification"));

        TargetSpec target = _harness.Ran!.Target;
        Assert.Equal((new RedisCredentials("u", "pw"), true), (target.Credentials, target.Tls!.InsecureSkipVerify));
    }

    private static string Fate(Flag flag) => flag.Note is { Length: > 0 } ? "warned" : "taken";

    private string Seen(string expected)
    {
        ScriptGridConfiguration configuration = _harness.Served!;
        TlsSettings tls = configuration.ScrapeTargets.Tls;
        return expected.Split(' ')[0] switch
        {
            "timeout" => $"timeout {configuration.Timeout.TotalMilliseconds}",
            "log" => $"log {configuration.Log.Level} {configuration.Log.Json}",
            "name" => $"name {configuration.Targets[0].Greeting.ClientName}",
            "collector" => $"collector {expected.Split(' ')[1]} {string.Join(' ', configuration.Scripts.Single(script => script.Name == expected.Split(' ')[1]).Arguments)}",
            "role" => $"role {configuration.RoleLabel}",
            "scrape" => $"scrape {configuration.Web.Scrape}",
            "tls" => $"tls {tls.InsecureSkipVerify} {tls.ServerName}",
            _ => $"read-only {configuration.Scripts[0].ReadOnly}",
        };
    }

    private async Task AssertToldAsync(string? words, bool isRefused, params string[] args)
    {
        int exitCode = await _harness.RunAsync(["serve", "--compat.redis-exporter", "--script", Script, .. args]);
        Assert.Equal(isRefused ? ExitCode.Usage : ExitCode.Success, exitCode);
        IEnumerable<string> told = isRefused ? _harness.Errors : _harness.Served!.Warnings;
        Assert.Equal(words, told.FirstOrDefault());
    }

    private async Task ServeAsync(params string[] args) =>
        Assert.Equal(
            (ExitCode.Success, ""),
            (await _harness.RunAsync(["serve", "--compat.redis-exporter", "--script", Script, .. args]), string.Join('\n', _harness.Errors)));
}
