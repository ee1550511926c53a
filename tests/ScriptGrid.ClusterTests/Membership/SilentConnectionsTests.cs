using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

/// <summary>A silo whose port is looked at, in this process.</summary>
public sealed class SilentConnectionsTests : IDisposable
{
    private const int Looks = 20;

    private readonly TestCertificates _certificates = new();
    private readonly ListLogger _log = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Look_AtASilo_IsClosedAndLogsNothing(bool hasTls)
    {
        using IHost silo = Silo(hasTls, out IPEndPoint port);
        await silo.StartAsync();
        int before = _log.Entries.Count;

        for (int i = 0; i < Looks; i++)
        {
            Assert.Equal(0, await CloseAsync(port));
        }

        Assert.Empty(_log.Entries.Skip(before));
        await silo.StopAsync();
    }

    [Fact]
    public async Task Connect_WithNoiseWhereTlsIsAskedFor_IsOneLineWithoutException()
    {
        using IHost silo = Silo(true, out IPEndPoint port);
        await silo.StartAsync();
        int before = _log.Entries.Count;

        for (int i = 0; i < 3; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(port);
            await client.GetStream().WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            await Record.ExceptionAsync(() => client.GetStream().CopyToAsync(Stream.Null)); // Closed, or reset over what it did not read.
        }

        await WaitAsync(() => _log.Entries.Count > before);
        var line = Assert.Single(_log.Entries.Skip(before));
        Assert.Equal(4102, line.Event.Id);
        Assert.EndsWith("to the silo port: it speaks no TLS, or shows no certificate of the authority of silos", line.Text, StringComparison.Ordinal);
        await silo.StopAsync();
    }

    [Fact]
    public async Task Speaks_Words_AreLeftToTheNextReader()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("hello"u8.ToArray());

        Assert.True(await SilentConnections.SpeaksAsync(pipe.Reader, TimeProvider.System));

        Assert.True(pipe.Reader.TryRead(out ReadResult read));
        Assert.Equal("hello"u8.ToArray(), read.Buffer.ToArray());
    }

    [Fact]
    public async Task Speaks_ResetOrCancelled_IsFalse()
    {
        var reset = new Pipe();
        await reset.Writer.CompleteAsync(new ConnectionResetException("reset"));
        var cancelled = new Pipe();
        cancelled.Reader.CancelPendingRead();

        Assert.False(await SilentConnections.SpeaksAsync(reset.Reader, TimeProvider.System));
        Assert.False(await SilentConnections.SpeaksAsync(cancelled.Reader, TimeProvider.System));
    }

    /// <summary>Connects and closes its end, as a neighbour does; what came back, once the silo has closed its own.</summary>
    private static async Task<int> CloseAsync(IPEndPoint port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(port);
        socket.Shutdown(SocketShutdown.Send);
        return await socket.ReceiveAsync(new byte[1]);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), expired.Token);
        }
    }

    private IHost Silo(bool hasTls, out IPEndPoint port)
    {
        int number = FreePort.Find();
        port = new IPEndPoint(IPAddress.Loopback, number);
        var cluster = new ClusterSettings
        {
            SiloPort = number,
            PrimaryPort = number,
            GatewayPort = 0,
            Tls = hasTls ? new TlsSettings { CaFile = _certificates.CaFile, CertFile = _certificates.SiloCertFile, KeyFile = _certificates.SiloKeyFile } : null,
        };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton<OwnMetrics>();
        builder.UseOrleans(silo => OrleansSetup.Configure(silo, cluster, new LocalhostMembershipStore(cluster)));
        return builder.Build();
    }
}
