using System.Net.Http.Headers;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos whose HTTP asks for logins, over TLS.</summary>
public sealed class SiloLoginTests : IDisposable
{
    private const string Token = "reader-token-0123456789";
    private const string AdminToken = "admin-token-0123456789";
    private const string Password = "correct-horse-battery";

    private static readonly string[] Open = ["/-/healthy", "/health"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-silo-login-");
    private readonly TestCertificates _certificates = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Send_ToAnyEndpointOfASilo_NeedsTheLogin()
    {
        await using SiloCluster cluster = await SiloCluster.StartAsync(0, 10);
        string configuration = cluster.Farm.Write("login.yml", (await File.ReadAllTextAsync(cluster.Farm.Configure(Enumerable.Range(0, 10), cluster.Section))) + $$"""

            web:
              config_file: {{Write("web.yml", WebConfig)}}
              bearer_token_file: {{Write("token", Token)}}
              admin: {bearer_token_file: {{Write("admin", AdminToken)}}}
            """);
        await using SiloProcess first = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await using SiloProcess second = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        string target = cluster.Farm.IdOf(0);
        string[] paths =
        [
            "/", "/metrics", "/metrics?scope=local", "/-/ready", $"/scrape?target={target}", "/sd", "/targets", $"/targets/{target}", "/scripts", "/scripts/runs.lua", "/silos",
            "/discovery", "/configuration", "/api/v1/targets", $"/api/v1/targets/{target}", "/api/v1/scripts", "/api/v1/silos", "/api/v1/discovery", "/api/v1/configuration", "/api/v1/fleet",
        ];
        using HttpClient client = Client();

        // The page of the fleet comes from both, which talk to each other over the silo port, not over HTTP.
        await Repeat.UntilAsync(
            async () => (await SendAsync(client, first, "/metrics", Token)).Body,
            static page => page.Split('\n').Count(static line => line.StartsWith("redis_up{", StringComparison.Ordinal)) == 10 && page.Split('\n').Count(static line => line.StartsWith("scriptgrid_silo_up{", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal)) == 2);
        foreach (SiloProcess silo in new[] { first, second })
        {
            foreach (string path in Open)
            {
                Assert.Equal((path, 200), (path, (await SendAsync(client, silo, path, "")).Status));
            }

            foreach (string path in paths)
            {
                Assert.Equal((path, 401), (path, (await SendAsync(client, silo, path, "")).Status));
            }

            foreach (string path in paths)
            {
                (int status, string body) = await SendAsync(client, silo, path, Token);
                Assert.True(status == 200, $"{path}: {status} {body}");
            }

            Assert.Equal(401, (await SendAsync(client, silo, "/-/reload", "", HttpMethod.Post)).Status);
            Assert.Equal(403, (await SendAsync(client, silo, "/-/reload", Token, HttpMethod.Post)).Status);
            Assert.Equal(200, (await SendAsync(client, silo, "/-/reload", AdminToken, HttpMethod.Post)).Status);
            Assert.DoesNotContain(Token, silo.Log, StringComparison.Ordinal);
            Assert.DoesNotContain(AdminToken, silo.Log, StringComparison.Ordinal);
        }
    }

    private static async Task<(int Status, string Body)> SendAsync(HttpClient client, SiloProcess silo, string path, string token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri($"https://{silo.HttpAddress}{path}"));
        request.Headers.Authorization = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;
        using HttpResponseMessage response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

#pragma warning disable CA5359 // Who may log in is what is tried here; the certificate is the test's own.
    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    });
#pragma warning restore CA5359

    private string WebConfig => $$"""
        tls_server_config: {cert_file: {{_certificates.ServerCertFile}}, key_file: {{_certificates.ServerKeyFile}}}
        basic_auth_users: {prometheus: {{BCrypt.Net.BCrypt.HashPassword(Password, 4)}}}
        """;

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
