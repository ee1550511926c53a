using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Networking.Shared;
using ScriptGrid.Cluster.Hosting;

namespace ScriptGrid.ClusterTests.Hosting;

/// <summary>Connections as Orleans asks for them, over the loopback device.</summary>
public sealed class BulkTransportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly BulkTransport _transport = new(Options.Create(new SocketConnectionOptions()));

    [Fact]
    public void Use_ServicesOfASilo_TakesThePlaceOfEveryTransport()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.UseOrleans(static silo => BulkTransport.Use(silo.Services));

        ServiceDescriptor[] transports =
        [
            .. builder.Services.Where(static service => service.IsKeyedService
                && (service.ServiceType == typeof(IConnectionFactory) || service.ServiceType == typeof(IConnectionListenerFactory))),
        ];

        using ServiceProvider provider = builder.Services.BuildServiceProvider();
        Assert.Equal(3, transports.Length);
        Assert.All(
            transports, transport => Assert.IsType<BulkTransport>(provider.GetRequiredKeyedService(transport.ServiceType, transport.ServiceKey)));
    }

    [Fact]
    public async Task FlushAsync_SeveralMegabytes_ArriveAsTheyWereWritten()
    {
        await using IConnectionListener listener = await BindAsync();
        (ConnectionContext from, ConnectionContext to) = await ConnectAsync(listener);
        byte[] sent = [.. Enumerable.Range(0, 5_000_000).Select(static i => (byte)(i * 31))];

        Task sending = from.Transport.Output.WriteAsync(sent).AsTask();
        ReadResult read = await to.Transport.Input.ReadAtLeastAsync(sent.Length).AsTask().WaitAsync(Limit);
        await sending.WaitAsync(Limit);

        Assert.Equal(sent, read.Buffer.ToArray());
        await from.DisposeAsync();
        await to.DisposeAsync();
    }

    [Fact]
    public async Task Abort_WhileTheOtherReads_EndsBoth()
    {
        await using IConnectionListener listener = await BindAsync();
        (ConnectionContext from, ConnectionContext to) = await ConnectAsync(listener);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = from.ConnectionClosed.Register(closed.SetResult);
        Task<bool> ended = EndsAsync(to.Transport.Input);

        from.Abort();

        await closed.Task.WaitAsync(Limit);
        Assert.True(await ended.WaitAsync(Limit));
        await from.DisposeAsync();
        await to.DisposeAsync();
    }

    [Fact]
    public async Task UnbindAsync_WhileAccepting_EndsWithNoConnection()
    {
        IConnectionListener listener = await BindAsync();
        Task<ConnectionContext?> accepting = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.Null(await accepting.WaitAsync(Limit));
    }

    [Fact]
    public async Task BindAsync_PortOfAnotherProgram_SaysThatItIsTaken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await Assert.ThrowsAsync<AddressInUseException>(() => _transport.BindAsync(other.LocalEndpoint).AsTask());
    }

    private ValueTask<IConnectionListener> BindAsync() => _transport.BindAsync(new IPEndPoint(IPAddress.Loopback, 0));

    private async Task<(ConnectionContext From, ConnectionContext To)> ConnectAsync(IConnectionListener listener)
    {
        Task<ConnectionContext?> accepting = listener.AcceptAsync().AsTask();
        ConnectionContext from = await _transport.ConnectAsync(listener.EndPoint);
        return (from, (await accepting.WaitAsync(Limit))!);
    }

    /// <summary>Whether a read ends with nothing: the other side closed, or took the connection down.</summary>
    private static async Task<bool> EndsAsync(PipeReader input)
    {
        try
        {
            return (await input.ReadAsync()).IsCompleted;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
