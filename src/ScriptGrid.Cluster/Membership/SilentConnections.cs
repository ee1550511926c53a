using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Lets a connection that is closed without a word pass unnoticed: a neighbour looked whether this silo is there. A silo that means to talk
/// speaks first, so that nothing is lost by waiting for it; TLS would log a failed handshake for each look.
/// </summary>
internal static class SilentConnections
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Comes before all else on connections of other silos, TLS included.</summary>
    public static void Configure(ISiloBuilder silo) =>
        silo.Configure<SiloConnectionOptions>(static options => options.ConfigureSiloInboundConnection(static connections =>
        {
            TimeProvider time = connections.ApplicationServices.GetRequiredService<TimeProvider>();
            connections.Use(next => async connection =>
            {
                if (await SpeaksAsync(connection.Transport.Input, time))
                {
                    await next(connection);
                }
            });
        }));

    /// <summary>Whether there is something to read, which is left to the next reader.</summary>
    public static async Task<bool> SpeaksAsync(PipeReader input, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            ReadResult read = await input.ReadAsync(patience.Token);
            bool speaks = !read.Buffer.IsEmpty;
            input.AdvanceTo(read.Buffer.Start);
            return speaks;
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            return false;
        }
    }
}
