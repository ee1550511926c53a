using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Lists from a real HTTP server.</summary>
public sealed class HttpSourceTests : IDisposable
{
    private const string List = """[{"targets": ["h1:1"], "labels": {"zone": "a"}}]""";

    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_List_GivesTargetsAndTheUrlWithoutItsQuery()
    {
        await using var server = await Server.StartAsync(static context => context.Response.WriteAsync(List));

        SourceAnswer answer = await Source($"url: '{server.Url}/sd?token=geheimnis'").ReadAsync(default);

        Assert.Null(answer.Problem);
        Assert.Equal([$"h1:1{{__meta_url={server.Url}/sd,zone=a}}"], DiscoveryFolder.Text(answer.Targets));
    }

    [Fact]
    public async Task Read_BasicAuthentication_SendsThePasswordThatTheFileHoldsNow()
    {
        string password = _folder.Write("password", "first\n");
        List<string> seen = [];
        await using var server = await Server.StartAsync(context =>
        {
            seen.Add(context.Request.Headers.Authorization.ToString());
            return context.Response.WriteAsync("[]");
        });
        IDiscoverySource source = Source($"url: {server.Url}, username: u, password_file: {password}");

        await source.ReadAsync(default);
        _folder.Write("password", "second");
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Equal(0, answer.Targets?.Length);
        Assert.Equal(["Basic dTpmaXJzdA==", "Basic dTpzZWNvbmQ="], seen);
    }

    [Fact]
    public async Task Read_TokenFileThatBecomesTwoLines_IsAFailureThatNamesIt()
    {
        string token = _folder.Write("token", " geheimnis \n\n");
        await using var server = await Server.StartAsync(static context => context.Response.WriteAsync(List));
        IDiscoverySource source = Source($"url: {server.Url}, bearer_token_file: {token}");
        Assert.Null((await source.ReadAsync(default)).Problem);

        _folder.Write("token", "geheimnis\nanother");
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Equal($"{server.Url}/: {token}: the token has several lines, or a NUL; it must be one line", answer.Problem);
    }

    [Fact]
    public async Task Read_RedirectToAnotherServer_DoesNotTakeTheTokenAlong()
    {
        List<string> seen = [];
        await using var other = await Server.StartAsync(context =>
        {
            seen.Add($"other {context.Request.Headers.Authorization}");
            return context.Response.WriteAsync(List);
        });
        await using var server = await Server.StartAsync(context =>
        {
            seen.Add($"own {context.Request.Path} {context.Request.Headers.Authorization}");
            context.Response.Redirect(context.Request.Path == "/a" ? "/b" : other.Url);
            return Task.CompletedTask;
        });

        SourceAnswer answer = await Source($"url: {server.Url}/a, bearer_token: geheimnis").ReadAsync(default);

        Assert.Single(answer.Targets!.Value);
        Assert.Equal(["own /a Bearer geheimnis", "own /b Bearer geheimnis", "other "], seen);
    }

    [Fact]
    public async Task Read_WhatIsNoAnswer_IsAFailureThatNamesTheServer()
    {
        await using var server = await Server.StartAsync(static context => Answer(context));
        IEnumerable<string> cases = ["/loop", "/503", "/text", "/slow", "/endless"];

        var problems = new List<string>();
        foreach (string path in cases)
        {
            SourceAnswer answer = await Source($"url: {server.Url}{path}, timeout: {(path == "/slow" ? "100ms" : "1m")}").ReadAsync(default);
            Assert.Null(answer.Targets);
            problems.Add(answer.Problem!.Replace(server.Url, "", StringComparison.Ordinal));
        }

        Assert.Equal(
            [
                "/loop: more than 5 redirects",
                "/503: it answered 503 ServiceUnavailable",
                """/text:1: this is not a list such as [{"targets": ["10.0.0.1:6379"], "labels": {"zone": "a"}}], wrong at $""",
                "/slow: no answer within 0.1 s",
                "/endless: its answer is longer than 64 MiB",
            ],
            problems);
    }

    [Fact]
    public async Task Read_NobodyThere_IsAFailure()
    {
        SourceAnswer answer = await Source($"url: 'http://127.0.0.1:{FreePort.Find()}'").ReadAsync(default);

        Assert.Null(answer.Targets);
        Assert.Contains("refused", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Tls_TrustsTheConfiguredAuthorityAlone()
    {
        using var certificates = new TestCertificates();
        await using var server = await Server.StartAsync(static context => context.Response.WriteAsync(List), certificates);

        SourceAnswer trusted = await Source($"url: {server.Url}, tls: {{ca_file: {certificates.CaFile}}}").ReadAsync(default);
        SourceAnswer untrusted = await Source($"url: {server.Url}").ReadAsync(default);

        Assert.Null(trusted.Problem);
        Assert.Null(untrusted.Targets);
        Assert.Contains("certificate", untrusted.Problem, StringComparison.Ordinal);
    }

    private static async Task Answer(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/loop":
                context.Response.Redirect("/loop");
                break;
            case "/503":
                context.Response.StatusCode = 503;
                break;
            case "/slow":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "/endless":
                byte[] blanks = [.. Enumerable.Repeat((byte)' ', 1024 * 1024)];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(blanks);
                }

                break;
            default:
                await context.Response.WriteAsync("hello");
                break;
        }
    }

    private IDiscoverySource Source(string settings)
    {
        ScriptGridConfiguration configuration = _folder.Load($"  - http_sd: {{{settings}}}");
        return DiscoveryFolder.Source(configuration);
    }

    /// <summary>A server on the loopback.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Server(WebApplication app) => _app = app;

        public string Url => _app.Urls.First();

        public static async Task<Server> StartAsync(RequestDelegate answer, TestCertificates? certificates = null)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificates is not null)
                {
                    listen.UseHttps(System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
                        certificates.ServerCertFile, certificates.ServerKeyFile));
                }
            }));
            WebApplication app = builder.Build();
            app.Run(answer);
            await app.StartAsync();
            return new Server(app);
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
