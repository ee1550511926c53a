using System.Diagnostics;
using System.Text;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Engine.Access;

/// <summary>Who is let in to what.</summary>
public sealed class LoginTests : IDisposable
{
    private const string ReaderToken = "reader-token-0123456789";
    private const string NextReaderToken = "next-reader-token-0123456789";
    private const string AdminToken = "admin-token-0123456789";

    private readonly ConfigurationFolder _folder = new();

    public LoginTests()
    {
        _folder.Write("web.yml", Users(("alice", "wonder:land"), ("bob", "Straße")));
        _folder.Write("tokens", $"{ReaderToken}\n{NextReaderToken}\n");
        _folder.Write("admins", AdminToken);
    }

    private static string Everything => "config_file: web.yml, bearer_token_file: tokens, admin: {users: [alice], bearer_token_file: admins}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "", "/metrics", 401)]
    [InlineData("", "", "/", 401)]
    [InlineData("", "", "/-/ready", 401)]
    [InlineData("", "", "/api/v1/targets", 401)]
    [InlineData("", "", "/api/openapi.json", 401)]
    [InlineData("", "", "/scrape?target=a:1", 401)]
    [InlineData("", "", "/nothing", 401)]
    [InlineData("", "", "//-/healthy", 401)]
    [InlineData("", "", "/-/healthy/../../metrics", 401)]
    [InlineData("", "", "/-/healthy%2f..%2f..%2fmetrics", 401)]
    [InlineData("", "", "/-/healthy", 200)]
    [InlineData("", "", "/health", 200)]
    [InlineData("", "Basic x", "/health", 200)]
    [InlineData("", "alice:wonder:land", "/metrics", 200)]
    [InlineData("", "bob:Straße", "/metrics", 200)]
    [InlineData("", "bob:strasse", "/metrics", 401)]
    [InlineData("", "carol:wonder:land", "/metrics", 401)]
    [InlineData("", "alice:", "/metrics", 401)]
    [InlineData("", "alice:wonder:land\0", "/metrics", 401)]
    [InlineData("", "alice:a-password-that-is-longer-than-the-seventy-two-bytes-which-bcrypt-takes-notice-of", "/metrics", 401)]
    [InlineData("", ":", "/metrics", 401)]
    [InlineData("", "Bearer " + ReaderToken, "/metrics", 200)]
    [InlineData("", "bearer " + NextReaderToken, "/scrape?target=a:1", 200)]
    [InlineData("", "Bearer " + AdminToken, "/api/v1/targets", 200)]
    [InlineData("", "Bearer " + ReaderToken + "x", "/metrics", 401)]
    [InlineData("", "Bearer", "/metrics", 401)]
    [InlineData("", "Digest username=\"alice\"", "/metrics", 401)]
    [InlineData("", "Basic %%%", "/metrics", 401)]
    [InlineData("POST", "", "/-/reload", 401)]
    [InlineData("POST", "bob:Straße", "/-/reload", 403)]
    [InlineData("POST", "Bearer " + ReaderToken, "/-/reload", 403)]
    [InlineData("PUT", "Bearer " + AdminToken, "/-/reload", 200)]
    [InlineData("POST", "alice:wonder:land", "/-/reload", 200)]
    [InlineData("POST", "bob:Straße", "/api/v1/targets/a:1/collect", 403)]
    [InlineData("POST", "bob:Straße", "/anything/at/all", 403)]
    [InlineData("DELETE", "bob:Straße", "/metrics", 403)]
    [InlineData("GET", "bob:Straße", "/-/reload", 405)]
    [InlineData("GET", "Bearer " + ReaderToken, "/scrape?target=a:1&script=a.lua", 200)]
    [InlineData("GET", "Bearer " + ReaderToken, "/scrape?target=a:1&script=unlock", 403)]
    [InlineData("HEAD", "Bearer " + ReaderToken, "/scrape?target=a:1&script=unlock", 403)]
    [InlineData("GET", "Bearer " + AdminToken, "/scrape?target=a:1&script=unlock", 403)]
    [InlineData("POST", "Bearer " + ReaderToken, "/scrape?target=a:1&script=unlock", 403)]
    [InlineData("POST", "Bearer " + AdminToken, "/scrape?target=a:1&script=unlock", 200)]
    public async Task Send_WithALogin_IsAnsweredByItsRole(string method, string login, string path, int status)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);

        (int given, string challenges) = await SendAsync(server, method.Length == 0 ? "GET" : method, path, login);

        Assert.Equal(status, given);
        Assert.Equal(status == 401 ? "Basic realm=\"ScriptGrid\", charset=\"UTF-8\"|Bearer" : "", challenges);
        Assert.Empty(server.Log.Entries);
    }

    [Theory]
    [InlineData("config_file: web.yml", "/metrics 401, /-/reload 401, bob /metrics 200, bob /-/reload 403")]
    [InlineData("bearer_token_file: tokens", "/metrics 401, /-/reload 401, token /metrics 200, token /-/reload 403")]
    [InlineData("admin: {bearer_token_file: admins}", "/metrics 200, /-/reload 401, admin /-/reload 200, bob /metrics 200")]
    [InlineData("config_file: empty.yml", "/metrics 200, /-/reload 200")]
    public async Task Send_ByWhatIsConfigured_NeedsTheRolesThereAre(string web, string expected)
    {
        _folder.Write("empty.yml", "{}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, web);

        List<string> answers = [];
        foreach (string[] words in expected.Split(", ").Select(static answer => answer.Split(' ')))
        {
            string login = words.Length < 3 ? "" : words[0] switch { "bob" => "bob:Straße", "token" => $"Bearer {ReaderToken}", _ => $"Bearer {AdminToken}" };
            (int status, _) = await SendAsync(server, words[^2] == "/-/reload" ? "POST" : "GET", words[^2], login);
            answers.Add(string.Join(' ', [.. words[..^1], $"{status}"]));
        }

        Assert.Equal(expected, string.Join(", ", answers));
    }

    [Fact]
    public async Task Send_WrongLoginsFromOneAddress_AreHeldOffWhateverComesNext()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);
        using HttpClient prometheus = new();
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "alice:wonder:land", prometheus)).Status);

        List<int> statuses = [];
        for (int i = 0; i < FailedLogins.Burst + 2; i++)
        {
            statuses.Add((await SendAsync(server, "GET", "/metrics", i % 2 == 0 ? "alice:guess" : "Bearer guess")).Status);
        }

        Assert.All(statuses.Take(FailedLogins.Burst), static status => Assert.Equal(401, status));
        CurlAnswer right = await Curl.RunAsync("--include", "--user", "alice:wonder:land", $"http://127.0.0.1:{server.Port}/metrics");
        Assert.Equal(429, right.Status);
        Assert.Matches("Retry-After: [1-9]", right.Output);
        Assert.Equal(200, (await Curl.RunAsync($"http://127.0.0.1:{server.Port}/-/healthy")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "alice:wonder:land", prometheus)).Status); // Whose connection was logged in before.
        Assert.True(int.Parse(await server.RefusedAsync("wrong_login"), null) >= FailedLogins.Burst);
        Assert.True(int.Parse(await server.RefusedAsync("held_off"), null) > 0);
        Assert.Equal(3004, Assert.Single(server.Log.Entries).Event.Id);
        Assert.DoesNotContain("alice", server.Log.Entries.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_GuessOverAConnectionThatIsLoggedIn_IsHeldOffAsAnyOther()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);
        using HttpClient bob = new();
        await SendAsync(server, "GET", "/metrics", "bob:Straße", bob);

        int status = 0;
        for (int i = 0; i < FailedLogins.Burst + 1; i++)
        {
            (status, _) = await SendAsync(server, "GET", "/metrics", "alice:guess", bob);
        }

        Assert.Equal(429, status);
    }

    /// <summary>The one that is right among them must not stand out: that alice is logged in elsewhere, and so known, makes hers no different.</summary>
    [Theory]
    [InlineData("alice:wonder:land")]
    [InlineData("Bearer " + AdminToken)]
    public async Task Send_OneGuessOverEachOfManyConnectionsThatAreLoggedIn_AreHeldOffAsAnyOther(string right)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);
        await SendAsync(server, "GET", "/metrics", right);
        HttpClient[] bobs = [.. Enumerable.Range(0, FailedLogins.Burst + 5).Select(static _ => new HttpClient())];
        foreach (HttpClient bob in bobs)
        {
            Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "bob:Straße", bob)).Status);
        }

        List<int> statuses = [];
        foreach (HttpClient bob in bobs[..^1])
        {
            statuses.Add((await SendAsync(server, "GET", "/metrics", $"{right}-guess", bob)).Status);
        }

        Assert.InRange(statuses.Count(static status => status == 401), FailedLogins.Burst, FailedLogins.Burst + 2); // One more every six seconds.
        Assert.Equal(429, statuses[^1]);
        Assert.Equal(429, (await SendAsync(server, "GET", "/metrics", right, bobs[^1])).Status);
        Assert.All(await Task.WhenAll(bobs.Select(bob => SendAsync(server, "GET", "/metrics", "bob:Straße", bob))), static answer => Assert.Equal(200, answer.Status));
        Array.ForEach(bobs, static bob => bob.Dispose());
    }

    [Fact]
    public async Task Send_KnownLoginThatIsOutByNow_IsHeldOffAsAnyOther()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);
        using HttpClient bob = new();
        await SendAsync(server, "GET", "/metrics", "bob:Straße", bob);
        _folder.Write("web.yml", Users(("bob", "other")));
        server.Access.Look();

        List<int> statuses = [];
        for (int i = 0; i < FailedLogins.Burst + 1; i++)
        {
            statuses.Add((await SendAsync(server, "GET", "/metrics", "bob:Straße", bob)).Status);
        }

        Assert.All(statuses[..^1], static status => Assert.Equal(401, status));
        Assert.Equal(429, statuses[^1]);
    }

    [Fact]
    public async Task Send_KnownLogin_IsNotHashedAgain()
    {
        _folder.Write("web.yml", $"basic_auth_users: {{alice: {PasswordHash.Of("wonder:land", 12)}}}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "config_file: web.yml");
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(200, (await SendAsync(server, "GET", "/-/ready", "alice:wonder:land")).Status is 503 ? 200 : 0);
        TimeSpan first = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20; i++)
        {
            await SendAsync(server, "GET", "/metrics", "alice:wonder:land");
        }

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, 10 * first);
    }

    /// <summary>The least of a few, since what else the machine does only adds to it.</summary>
    [Fact]
    public async Task Send_WrongPassword_TakesAsLongWhoeverIsKnown()
    {
        _folder.Write("web.yml", $"basic_auth_users: {{alice: {PasswordHash.Of("wonder:land", 11)}, bob: {BCrypt.Net.BCrypt.HashPassword("Straße", 5)}}}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "config_file: web.yml");
        await SendAsync(server, "GET", "/metrics", "bob:Straße");

        var least = new Dictionary<string, TimeSpan>();
        for (int i = 0; i < 3; i++)
        {
            foreach (string name in new[] { "alice", "bob", "carol" })
            {
                long start = Stopwatch.GetTimestamp();
                Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", $"{name}:guess")).Status);
                TimeSpan taken = Stopwatch.GetElapsedTime(start);
                least[name] = taken < least.GetValueOrDefault(name, TimeSpan.MaxValue) ? taken : least[name];
            }
        }

        Assert.InRange(least["bob"], least["carol"] / 2, least["carol"] * 2);
        Assert.InRange(least["alice"], least["carol"] / 2, least["carol"] * 2);
    }

    [Fact]
    public async Task Look_FilesReplaced_LetInWhomTheyNameNow()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);
        Assert.Equal(200, (await SendAsync(server, "POST", "/-/reload", "alice:wonder:land")).Status);

        _folder.Write("web.yml", Users(("bob", "other")));
        _folder.Write("tokens", NextReaderToken);
        server.Access.Look();

        Assert.Equal(401, (await SendAsync(server, "POST", "/-/reload", "alice:wonder:land")).Status);
        Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", "bob:Straße")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "bob:other")).Status);
        Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", $"Bearer {ReaderToken}")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", $"Bearer {NextReaderToken}")).Status);
    }

    [Fact]
    public async Task Look_FileThatIsGone_LetsInNobodyElse()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);

        File.Delete(Path.Combine(_folder.Path, "web.yml"));
        File.WriteAllText(Path.Combine(_folder.Path, "tokens"), "");
        server.Access.Look();

        Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", "")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "bob:Straße")).Status);
        Assert.Equal(2, server.Log.Entries.Count);
    }

    [Theory]
    [InlineData("config_file: web.yml", "", "the file has no content")]
    [InlineData("config_file: web.yml", "# nobody\n", "the file has no content")]
    [InlineData("config_file: web.yml", "---\n", "the file has no content")]
    [InlineData("config_file: web.yml", "{}", "no user and no token are left, so that nobody would have to log in")]
    [InlineData("config_file: web.yml", "basic_auth_users:", "no user and no token are left, so that nobody would have to log in")]
    [InlineData("config_file: web.yml", "basic_auth_users: {}", "no user and no token are left, so that nobody would have to log in")]
    [InlineData("config_file: web.yml", "http_server_config: {headers: {X-Frame-Options: deny}}", "no user and no token are left, so that nobody would have to log in")]
    [InlineData("config_file: web.yml, admin: {users: [alice]}", "{}", "no user and no token are left, so that nobody would have to log in")]
    [InlineData("config_file: web.yml, admin: {bearer_token_file: admins}", "{}", "no user and no token are left, so that nobody would have to log in")]
    public async Task Look_LoginsThatAreAllTakenAway_StayAndItIsSaid(string web, string text, string problem)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, web);

        _folder.Write("web.yml", text);
        server.Access.Look();
        server.Access.Look();

        Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", "")).Status);
        Assert.Equal(401, (await SendAsync(server, "POST", "/-/reload", "")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "bob:Straße")).Status);
        Assert.Equal(1024, Assert.Single(server.Log.Entries).Event.Id);
        Assert.Contains(problem, server.Log.Entries.Single().Text, StringComparison.Ordinal);
        Assert.Equal("0", await server.MetricAsync("scriptgrid_http_access_last_read_successful"));
    }

    [Theory]
    [InlineData("bearer_token_file: tokens", "tokens")]
    [InlineData("admin: {bearer_token_file: admins}", "admins")]
    public async Task Look_TokensThatAreTakenAway_Stay(string web, string file)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, web);

        _folder.Write(file, "\n");
        server.Access.Look();

        Assert.Equal(401, (await SendAsync(server, "POST", "/-/reload", "")).Status);
        Assert.Equal("0", await server.MetricAsync("scriptgrid_http_access_last_read_successful"));
    }

    [Fact]
    public async Task Look_LoginsThatComeWhileItRuns_StayUntilItEnds()
    {
        _folder.Write("later.yml", "{}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "config_file: later.yml");
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", "")).Status);

        foreach (string text in new[] { Users(("bob", "Straße")), "{}" })
        {
            _folder.Write("later.yml", text);
            server.Access.Look();

            Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", "")).Status);
        }
    }

    [Fact]
    public async Task Look_UsersGoWhereTokensAreLeft_AreOut()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, Everything);

        _folder.Write("web.yml", "{}");
        server.Access.Look();

        Assert.Equal(401, (await SendAsync(server, "GET", "/metrics", "bob:Straße")).Status);
        Assert.Equal(200, (await SendAsync(server, "GET", "/metrics", $"Bearer {ReaderToken}")).Status);
        Assert.Equal("1", await server.MetricAsync("scriptgrid_http_access_last_read_successful"));
    }

    [Fact]
    public async Task Send_MoreThanRateLimit_Is429()
    {
        _folder.Write("web.yml", "rate_limit: {interval: 1h, burst: 3}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "config_file: web.yml");

        List<int> statuses = [];
        for (int i = 0; i < 5; i++)
        {
            statuses.Add((await SendAsync(server, "GET", "/metrics", "")).Status);
        }

        Assert.Equal([200, 200, 200, 429, 429], statuses);
        Assert.Equal(200, (await SendAsync(server, "GET", "/-/healthy", "")).Status);
        Assert.Equal("2", await server.RefusedAsync("rate"));
        Assert.Matches("Retry-After: [0-9]+", (await Curl.RunAsync("--include", $"http://127.0.0.1:{server.Port}/metrics")).Output);
    }

    [Fact]
    public async Task Send_WithHeadersConfigured_AnswersHaveThem()
    {
        _folder.Write("web.yml", "http_server_config: {headers: {X-Frame-Options: deny, Content-Security-Policy: default-src 'self'}}");
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "config_file: web.yml");

        string metrics = (await Curl.RunAsync("--include", $"http://127.0.0.1:{server.Port}/metrics")).Output;
        string page = (await Curl.RunAsync("--include", $"http://127.0.0.1:{server.Port}/")).Output;

        Assert.Contains("X-Frame-Options: deny", metrics, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'self'\r\n", metrics, StringComparison.Ordinal);
        Assert.Contains("X-Frame-Options: deny", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'", page, StringComparison.Ordinal); // A page's own is stricter.
    }

    private static string Users(params (string Name, string Password)[] users) =>
        "basic_auth_users:\n" + string.Concat(users.Select(static user => $"  {user.Name}: {BCrypt.Net.BCrypt.HashPassword(user.Password, 4)}\n"));

    /// <summary>Sends a request as it is written, over a connection of its own but where there is a client.</summary>
    private static async Task<(int Status, string Challenges)> SendAsync(GuardedServer server, string method, string path, string login, HttpClient? client = null)
    {
        string? authorization = login.Length == 0 ? null
            : !login.Contains(':') || login.StartsWith("Digest", StringComparison.Ordinal) ? login
            : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}";
        if (client is null)
        {
            using var connection = await RawHttp.ConnectAsync(server.Port);
            await connection.SendAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{(authorization is null ? "" : $"Authorization: {authorization}\r\n")}\r\n");
            string[] answer = (await connection.ReadToEndAsync()).Split("\r\n");
            string mark = "WWW-Authenticate: ";
            return (int.Parse(answer[0].Split(' ')[1], null), string.Join('|', answer.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..])));
        }

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://127.0.0.1:{server.Port}{path}"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using HttpResponseMessage response = await client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, "");
    }
}
