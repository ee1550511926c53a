using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Otlp;

namespace ScriptGrid.Hosting;

/// <summary>A process that collects and serves until SIGTERM or SIGINT: everything except the engine.</summary>
internal sealed class CollectorHost : IAsyncDisposable
{
    private const string RuntimeMeter = "System.Runtime";

    private readonly WebApplication _app;
    private readonly ListenAddress _address;
    private readonly ScriptGridConfiguration _configuration;
    private readonly TextWriter _errors;

    private CollectorHost(WebApplication app, ListenAddress address, ScriptGridConfiguration configuration, TextWriter errors)
    {
        (_app, _address, _configuration, _errors) = (app, address, configuration, errors);
        Metrics = app.Services.GetRequiredService<OwnMetrics>();
        Secrets = app.Services.GetRequiredService<ConfiguredSecrets>();
        Logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ScriptGrid");
    }

    /// <summary>The logger of the process.</summary>
    public ILogger Logger { get; }

    /// <summary>The secrets, which must never leave the process.</summary>
    public ConfiguredSecrets Secrets { get; }

    /// <summary>The host's own metrics.</summary>
    public OwnMetrics Metrics { get; }

    /// <summary>The services, including those of the engine.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Creates a host that does not listen yet.</summary>
    /// <param name="configuration">The configuration to start with. It must be valid.</param>
    /// <param name="errors">Receives the reason if the process ends before it serves.</param>
    /// <param name="configure">Adds the engine's services.</param>
    public static CollectorHost Create(
        ScriptGridConfiguration configuration, TextWriter errors, Action<WebApplicationBuilder>? configure = null)
    {
        ListenAddress address = ListenAddress.Parse(configuration.Web.ListenAddress)
            ?? throw new ArgumentException("The configuration is not valid.", nameof(configuration));
        WebApplicationBuilder builder = WebServer.CreateBuilder(address, configuration.Web);
        var secrets = new ConfiguredSecrets();
        secrets.Use(configuration);
        LogOutput.Add(builder.Logging, configuration.Log, secrets);
        builder.Services.AddSingleton(secrets);
        builder.Services.AddSingleton<OwnMetrics>();
        builder.Services.AddHostedService(static _ => MemoryTidying.OfProcess());
        configure?.Invoke(builder);
        return new CollectorHost(builder.Build(), address, configuration, errors);
    }

    /// <summary>Divides this process's file descriptors between this number of targets and HTTP, and warns if there are too few.</summary>
    public void DivideDescriptors(int targets)
    {
        DescriptorBudget budget = DescriptorBudget.OfProcess;
        Services.GetRequiredService<WebConnections>().Limit = budget.ConnectionsBeside(targets);
        if (budget.Shortage(targets) is { } shortage)
        {
            Log.DescriptorsShort(Logger, shortage);
        }
    }

    /// <summary>Serves until it is cancelled or asked to stop. Returns the exit code.</summary>
    /// <param name="engine">The engine behind the endpoints.</param>
    /// <param name="loader">Loads the configuration again for reloads.</param>
    /// <param name="hangup">Reloads on SIGHUP, from the end of the start on.</param>
    /// <param name="cancellationToken">Stops the host.</param>
    public async Task<int> RunAsync(HostedEngine engine, ConfigurationLoader loader, HangupReload hangup, CancellationToken cancellationToken)
    {
        ProcessMetrics.Register(Metrics);
        LifecycleEndpoints.ShowReadiness(Metrics, engine.Fleet);
        using var bridge = new MeterBridge(
            Metrics, [RuntimeMeter, .. engine.MeterNames], Logger, Services.GetService<IMeterFactory>(), engine.HiddenInstruments);
        WebAccess? access = Services.GetService<WebAccess>();
        using var reloader = new Reloader(loader, ApplyAsync, Secrets, TimeProvider.System, Logger, Metrics);
        using ServiceManager? manager = ServiceManager.OfProcess(TimeProvider.System);
        Func<CancellationToken, Task<ReloadOutcome>> reload = manager is null ? reloader.ReloadAsync : token => manager.ReloadAsync(reloader.ReloadAsync, token);

        var sources = new ApiSources(engine.Fleet, Secrets) { Configuration = () => reloader.Current, Sources = engine.Sources, Findings = ScriptFindings.Of };
        WebServer.Use(_app, [.. ScriptGridEndpoints.Of(sources, Metrics, _configuration, reload), .. engine.Endpoints], _configuration.Web.RoutePrefix);
        try
        {
            await reloader.ApplyAsync(_configuration).WaitAsync(cancellationToken);
            if (await WebServer.TryStartAsync(_app, _address, engine.ExplainFailedStart, cancellationToken) is { } problem)
            {
                await _errors.WriteLineAsync(problem);
                return ExitCode.Failure;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success; // The stop came before the start was over.
        }

        hangup.Begin(reload);
        _app.Lifetime.ApplicationStopping.Register(() => manager?.Stopping());
        _app.Lifetime.ApplicationStopping.Register(engine.Stop);
        ListenAddress address = WebServer.BoundAddress(_app, _address);
        engine.Serving(address);
        access?.Follow();
        await using OtlpPush? push = _configuration.Otlp is { } otlp ? StartPush(otlp, engine, address) : null;
        string page = _configuration.Web.Routed(_configuration.Web.TelemetryPath);
        Log.Serving(Logger, address.ToString(), page);
        manager?.Ready($"Serving {address}{page}");
        await _app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Success;

        Task ApplyAsync(ScriptGridConfiguration updated)
        {
            access?.Look();
            return engine.ApplyAsync(updated);
        }
    }

    private OtlpPush StartPush(OtlpSettings settings, HostedEngine engine, ListenAddress address)
    {
        var push = new OtlpPush(settings, new OtlpSubject(Metrics, engine.Fleet, engine.TellsFleet, engine.InstanceAt(address)), Secrets, TimeProvider.System, Logger);
        push.Start();
        return push;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
