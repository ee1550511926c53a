using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RedisTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestCertificates _certificates = new();
    private RedisServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await RedisServerProcess.StartAsync(_certificates, "requirepass secret");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task ConnectAsync_TrustedAuthority_LogsInAndTakesLargeReplies()
    {
        using RedisSession session = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile });
        Assert.Null(session.Failure);

        string text = new('x', 100_000);
        Assert.Null(await session.AskAsync("ECHO", text));
        Assert.Equal($"$100000\r\n{text}\r\n", session.Reply);
    }

    [Fact]
    public async Task ConnectAsync_ServerName_ReplacesTheHost()
    {
        using RedisSession right = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile, ServerName = "localhost" });
        using RedisSession wrong = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile, ServerName = "elsewhere.example" });

        Assert.Null(right.Failure);
        Assert.Equal(FailureReason.Tls, wrong.Failure?.Reason);
    }

    [Fact]
    public async Task ConnectAsync_AnotherAuthority_FailsWithTls()
    {
        using var others = new TestCertificates();

        using RedisSession given = await OpenAsync(new TlsSettings { CaFile = others.CaFile });
        using RedisSession systems = await OpenAsync(new TlsSettings());

        Assert.Equal(FailureReason.Tls, given.Failure?.Reason);
        Assert.Equal(FailureReason.Tls, systems.Failure?.Reason);
    }

    [Fact]
    public async Task ConnectAsync_InsecureSkipVerify_TakesAnyCertificate()
    {
        using RedisSession session = await OpenAsync(new TlsSettings { InsecureSkipVerify = true, ServerName = "elsewhere.example" });

        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task ConnectAsync_ServerThatAsksForACertificate_TakesOursAndRefusesNone()
    {
        await using RedisServerProcess strict = await RedisServerProcess.StartAsync(_certificates, "tls-auth-clients yes");
        var without = new TlsSettings { CaFile = _certificates.CaFile };
        TlsSettings with = without with { CertFile = _certificates.ClientCertFile, KeyFile = _certificates.ClientKeyFile };

        using RedisSession known = await RedisSession.OpenAsync($"redis://{strict.Address}", with);
        using RedisSession unknown = await RedisSession.OpenAsync($"redis://{strict.Address}", without);

        Assert.Null(known.Failure);
        Assert.Equal(FailureReason.Tls, unknown.Failure?.Reason);
    }

    private Task<RedisSession> OpenAsync(TlsSettings tls) => RedisSession.OpenAsync($"redis://:secret@{_server.Address}", tls);
}
