using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ScriptGrid.Client;

/// <summary>
/// A client with its own Orleans client, for a program without a host, or for a host whose Orleans belongs to another cluster. In other hosts,
/// <see cref="ScriptGridClientExtensions.AddScriptGridClient"/> is simpler.
/// </summary>
public sealed class ScriptGridClient : IScriptGridClient, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService[] _running;
    private readonly IScriptGridClient _client;

    private ScriptGridClient(ServiceProvider services)
    {
        _services = services;
        _running = [.. services.GetServices<IHostedService>()];
        _client = services.GetRequiredService<IScriptGridClient>();
    }

    /// <inheritdoc/>
    public IFleetGrain Fleet => _client.Fleet;

    /// <summary>Connects. Waits for the first gateway for up to <see cref="ScriptGridClientOptions.ConnectTimeout"/>.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <param name="configureOrleans">Additional configuration of Orleans, for example where its log goes.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="OptionsValidationException">The options are invalid. The exception lists all problems.</exception>
    /// <exception cref="Orleans.Runtime.Messaging.ConnectionFailedException">
    /// No gateway accepted the client in time. The message says for each gateway what went wrong and what to check.
    /// </exception>
    public static async Task<ScriptGridClient> ConnectAsync(
        Action<ScriptGridClientOptions> configure, Action<IClientBuilder>? configureOrleans = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ServiceProvider services = new ServiceCollection().AddScriptGridClient(configure, configureOrleans).BuildServiceProvider();
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            var client = new ScriptGridClient(services);
            foreach (IHostedService service in client._running)
            {
                await service.StartAsync(cancellationToken).ConfigureAwait(false);
            }

            return client;
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ITargetGrain Target(string id) => _client.Target(id);

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService service in _running.Reverse())
        {
            await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await _services.DisposeAsync().ConfigureAwait(false);
    }
}
