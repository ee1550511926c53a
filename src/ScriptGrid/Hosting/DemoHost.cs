using System.Net;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid demo</c>: embedded Redis servers with changing data, collected by the sample scripts and served like any fleet.</summary>
internal static class DemoHost
{
    /// <summary>Runs the demo until cancelled.</summary>
    public static async Task<int> RunAsync(CommandLineSettings settings, CancellationToken cancellationToken)
    {
        using var hangup = new HangupReload();
        if (TakenPort(settings) is { } taken)
        {
            await Console.Error.WriteLineAsync(taken);
            return ExitCode.Failure;
        }

        if (CreateFolder(out string problem) is not { } folder)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCode.Failure;
        }

        try
        {
            await using DemoServers servers = await DemoServers.StartAsync(DemoConfiguration.Services.Count, cancellationToken);
            string file = Path.Combine(folder.FullName, "scriptgrid.yml");
            await DemoScripts.WriteAsync(folder, cancellationToken);
            await File.WriteAllTextAsync(file, DemoConfiguration.Write(servers.EndPoints), cancellationToken);
            return await ServeAsync(settings, file, servers, hangup, cancellationToken);
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>Returns the problem if the port is taken. This is checked before anything is started or announced.</summary>
    private static string? TakenPort(CommandLineSettings settings)
    {
        string? given = settings.Settings.FirstOrDefault(static setting => setting.Key == "web.listen_address")?.Text;
        return ListenAddress.Parse(given ?? new WebSettings().ListenAddress) is { } address ? ListenCheck.Problem(address) : null;
    }

    private static DirectoryInfo? CreateFolder(out string problem)
    {
        try
        {
            problem = "";
            return Directory.CreateTempSubdirectory("scriptgrid-demo-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot write the demo's configuration to {Path.GetTempPath()}: {exception.Message.TrimEnd('.')}; set TMPDIR to a folder that can be written";
            return null;
        }
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder was already deleted by someone else, or has become read-only.
        }
    }

    private static async Task<int> ServeAsync(
        CommandLineSettings settings, string file, DemoServers servers, HangupReload hangup, CancellationToken cancellationToken)
    {
        var loader = new ConfigurationLoader(settings with
        {
            Settings = [.. settings.Settings, new Setting(Setting.ConfigFile, file, "demo")],
        });
        ConfigurationResult loaded = loader.Load();
        if (!loaded.IsValid)
        {
            return BadUsage.Report(loaded.Errors, Console.Error);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> feeding = FeedAsync(servers, stop);
        string metrics = loaded.Configuration.Web.TelemetryPath;
        int exitCode = await ServeHost.RunAsync(
            loader, loaded.Configuration, hangup, address => Announce([.. servers.EndPoints], file, address.ToString(), metrics), stop.Token);
        await stop.CancelAsync();
        return await feeding == ExitCode.Success ? exitCode : ExitCode.Failure;
    }

    /// <summary>Keeps the servers' data changing, and ends the demo if a server fails.</summary>
    private static async Task<int> FeedAsync(DemoServers servers, CancellationTokenSource stop)
    {
        try
        {
            await servers.FeedAsync(stop.Token);
            return ExitCode.Success;
        }
        catch (EmbeddedRedisException e)
        {
            await Console.Error.WriteLineAsync(OneLine.Of(e.InnerException is { } fault ? $"{e.Message} {fault.GetType().Name}: {fault.Message}" : e.Message));
            await stop.CancelAsync();
            return ExitCode.Failure;
        }
    }

    private static void Announce(IPEndPoint[] endPoints, string file, string address, string metrics)
    {
        string host = address.StartsWith(':') ? "localhost" + address : address;
        IEnumerable<string> servers = endPoints.Zip(DemoConfiguration.Services, static (endPoint, service) => $"  {service,-8} {endPoint}");
        Console.Out.WriteLine($"""
            {endPoints.Length} embedded Redis servers with living data; try redis-cli -p {endPoints[0].Port}:
            {string.Join('\n', servers)}
            On shop, limits_in_force.lua fails every other quarter of a minute; on search, slow_report.lua takes its time.

              http://{host}/   links to everything
              http://{host}{metrics}   what Prometheus scrapes
              http://{host}{WebPaths.Targets}   each target and script, and what is wrong with it
              http://{host}{WebPaths.Scrape}?target={endPoints[0]}   one target, collected now
              {file}   the configuration

            Ctrl-C ends it.
            """);
    }
}
