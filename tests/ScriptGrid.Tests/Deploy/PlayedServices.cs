using System.Diagnostics;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Deploy;

/// <summary>
/// The Redis servers, Sentinels and set-up commands of a Compose file, run by what is installed here: addresses of the file's network become such of 127.0.0.0/8, and
/// data lies in directories of the test's.
/// </summary>
internal sealed class PlayedServices : IAsyncDisposable
{
    private const string Network = "172.28.0.";
    private const string Here = "127.28.0.";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-compose-");
    private readonly List<ChildProcess> _processes = [];

    private PlayedServices()
    {
    }

    /// <summary>The file's configuration of ScriptGrid, with addresses of this machine.</summary>
    public string Configuration { get; private set; } = "";

    /// <summary>Another configuration of the folder, with addresses of this machine.</summary>
    public string Configure(string file, params (string Text, string Other)[] replacements)
    {
        string text = File.ReadAllText(file);
        return Write("other.yml", replacements.Aggregate(text, static (text, one) => text.Replace(one.Text, one.Other, StringComparison.Ordinal)));
    }

    /// <summary>The address of its first silo.</summary>
    public static string SiloAddress => Here + "11";

    /// <summary>Starts them, servers before Sentinels, and joins the cluster's.</summary>
    public static async Task<PlayedServices> StartAsync(string folder)
    {
        var played = new PlayedServices();
        try
        {
            await played.StartAsync((YamlMappingNode)Document(Path.Combine(folder, "compose.yaml")));
            played.Configuration = played.Write(
                "scriptgrid.yml",
                (await File.ReadAllTextAsync(Path.Combine(folder, "scriptgrid.yml"))).Replace("../../contrib", Path.Combine(AppContext.BaseDirectory, "contrib"), StringComparison.Ordinal));
            return played;
        }
        catch
        {
            await played.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess process in _processes)
        {
            await process.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }

    private async Task StartAsync(YamlMappingNode compose)
    {
        (string Name, string Address, string[] Command)[] services =
            [.. ((YamlMappingNode)compose["services"]).Children.Select(static service => (((YamlScalarNode)service.Key).Value!, Address(service.Value), Command(service.Value)))];
        await Task.WhenAll(services.Where(static service => service.Command is ["redis-server", ..]).Select(service => ServeAsync(service.Name, service.Address, service.Command[1..])));
        string sentinels = (string)compose["configs"]["sentinel"]["content"]!;
        await Task.WhenAll(services.Where(static service => service.Name.StartsWith("sentinel-", StringComparison.Ordinal)).Select(service => WatchAsync(service.Name, service.Address, sentinels)));
        foreach (string[] setUp in services.Where(static service => service.Name.EndsWith("-setup", StringComparison.Ordinal)).Select(static service => service.Command))
        {
            (int exitCode, string output) = await Programs.RunAsync("timeout", ["60", .. setUp.Select(Local)]);
            Assert.True(exitCode == 0, output);
        }
    }

    /// <summary>In a container connections come from its one address; here that has to be said.</summary>
    private async Task ServeAsync(string name, string address, string[] arguments) =>
        await StartAsync("redis-server", ["--dir", _directory.CreateSubdirectory(name).FullName, "--bind-source-addr", Local(address), .. arguments.Select(Local)]);

    /// <summary>The image has <c>redis-sentinel</c>, which is the same program; Debian has it in a package of its own.</summary>
    private async Task WatchAsync(string name, string address, string configuration) =>
        await StartAsync("redis-server", [Write($"{name}.conf", $"{configuration}\nbind {address}\nbind-source-addr {address}\n"), "--sentinel"], "+monitor");

    private async Task StartAsync(string program, IEnumerable<string> arguments, string ready = "Ready to accept connections")
    {
        ChildProcess process = await ChildProcess.StartAsync(new ProcessStartInfo(program, arguments), ready);
        lock (_processes)
        {
            _processes.Add(process);
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, Local(text));
        return path;
    }

    private static string Local(string text) => text.Replace(Network, Here, StringComparison.Ordinal);

    private static YamlNode Document(string file)
    {
        var stream = new YamlStream();
        using StreamReader text = File.OpenText(file);
        stream.Load(text);
        return stream.Documents[0].RootNode;
    }

    /// <summary>What the service runs, itself or by what it was merged from.</summary>
    private static string[] Command(YamlNode service) =>
        service.Has("command") ? [.. service["command"].Sequence().Select(static word => ((YamlScalarNode)word).Value!)]
        : service.Has("<<") ? Command(service["<<"])
        : [];

    private static string Address(YamlNode service) =>
        service["networks"] is YamlMappingNode networks && networks["grid"].Has("ipv4_address") ? (string)networks["grid"]["ipv4_address"]! : "";
}
