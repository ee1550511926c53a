using ScriptGrid.CommandLine;
using ScriptGrid.Configuration;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid demo</c>: Redis servers with living data, collected by the sample scripts and served like any fleet.</summary>
internal static class DemoHost
{
    private const int ServerCount = 3;
    private const string Interval = "2s";

    private static readonly string[] Samples = ["sample_collect_script.lua", "collect_lists_length_growing.lua"];

    /// <summary>Shows the demo until cancelled.</summary>
    public static async Task<int> RunAsync(CommandLineSettings settings, CancellationToken cancellationToken)
    {
        if (DemoServers.FindExecutable() is not { } executable)
        {
            Console.Error.WriteLine("The demo needs redis-server on the PATH and found none (Debian: apt-get install redis-server).");
            return ExitCode.Failure;
        }

        await using DemoServers servers = await DemoServers.StartAsync(executable, ServerCount, cancellationToken);
        var loader = new ConfigurationLoader(settings with
        {
            Settings =
            [
                .. settings.Settings,
                new Setting("global.interval", Interval, "demo"),
                .. Samples.Select(static name => new Setting(Setting.Script, Path.Combine(AppContext.BaseDirectory, "contrib", name), "demo")),
                .. servers.Addresses.Select(static address => new Setting(Setting.Target, address.Id, "demo")),
            ],
        });
        ConfigurationResult loaded = loader.Load();
        if (!loaded.IsValid)
        {
            return CommandLineApp.Refuse(loaded.Errors, Console.Error);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task feeding = servers.FeedAsync(stop.Token);
        Announce(servers, loaded.Configuration.Web.ListenAddress);
        int exitCode = await ServeHost.RunAsync(loader, loaded.Configuration, cancellationToken);
        await stop.CancelAsync();
        await feeding;
        return exitCode;
    }

    private static void Announce(DemoServers servers, string listenAddress)
    {
        string host = listenAddress.StartsWith(':') ? "localhost" + listenAddress : listenAddress;
        Console.Out.WriteLine($"""
            {ServerCount} Redis servers with growing and draining lists run at {string.Join(", ", servers.Addresses)}.
            Collecting {string.Join(" and ", Samples)} from each of them every {Interval}.

              http://{host}/          links to everything
              http://{host}/metrics   what Prometheus scrapes
              http://{host}/scrape?target={servers.Addresses[0]}   one target, collected now

            Ctrl-C ends it.
            """);
    }
}
