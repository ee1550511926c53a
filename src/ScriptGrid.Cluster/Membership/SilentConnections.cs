using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Ignores connections that are closed without having sent anything: a neighbour only checked whether this silo is there (see <see cref="PortLook"/>).
/// A silo that connects in earnest sends first, so waiting for its data loses nothing. Without this, TLS would log a failed handshake for each check.
/// </summary>
internal static class SilentConnections
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds the check. It must precede everything else on connections from other silos, including TLS.</summary>
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

    /// <summary>Whether data arrives. The data stays in the pipe for the next reader.</summary>
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
