using System.Diagnostics;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Deploy;

/// <summary>
/// The Redis servers, Sentinels and set-up commands of a Compose file, run by what is installed here, and by root as the users that the file names: addresses of the
/// file's network become such of 127.0.0.0/8, and data lies in directories of the test's.
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

    /// <summary>Reads a file of YAML.</summary>
    public static YamlNode Document(string file)
    {
        var stream = new YamlStream();
        using StreamReader text = File.OpenText(file);
        stream.Load(text);
        return stream.Documents[0].RootNode;
    }

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
        FilePermissions.OpenToEverybody(_directory.FullName);
        Service[] services = [.. ((YamlMappingNode)compose["services"]).Children.Select(static service => Service.Of(((YamlScalarNode)service.Key).Value!, service.Value))];
        await Task.WhenAll(services.Where(static service => service.Command is ["redis-server", ..]).Select(ServeAsync));
        await Task.WhenAll(services.Where(static service => service.Name.StartsWith("sentinel-", StringComparison.Ordinal)).Select(WatchAsync));
        foreach (string[] setUp in services.Where(static service => service.Name.EndsWith("-setup", StringComparison.Ordinal)).Select(static service => service.Command))
        {
            (int exitCode, string output) = await Programs.RunAsync("timeout", ["60", .. setUp.Select(Local)]);
            Assert.True(exitCode == 0, output);
        }
    }

    /// <summary>In a container connections come from its one address; here that has to be said.</summary>
    private Task ServeAsync(Service service) => StartAsync(service, [.. service.Command, "--bind-source-addr", service.Address], "Ready to accept connections");

    /// <summary>The image has <c>redis-sentinel</c>, which is the same program; Debian has it in a package of its own. Here it is told its address.</summary>
    private Task WatchAsync(Service service)
    {
        string program = Write(
            Path.Combine(Folder(ProgramsOf(service)), "redis-sentinel"), $"#!/bin/sh\nexec redis-server \"$@\" --sentinel --bind {service.Address} --bind-source-addr {service.Address}\n");
        FilePermissions.OpenToEverybody(program);
        return StartAsync(service, service.Command, "+monitor");
    }

    /// <summary>Starts the command of a service as its user, if this process may, in the directory that is <c>/data</c> in its container.</summary>
    private async Task StartAsync(Service service, string[] command, string ready)
    {
        string data = Folder(service.Name);
        string[] words = [.. Environment.IsPrivilegedProcess ? service.AsItsUser : [], .. command.Select(Local).Select(word => word.Replace("/data", data, StringComparison.Ordinal))];
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = data };
        start.Environment["PATH"] = $"{Path.Combine(_directory.FullName, ProgramsOf(service))}:{start.Environment["PATH"]}";
        ChildProcess process = await ChildProcess.StartAsync(start, ready);
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

    /// <summary>A folder in which every user may write, as the user of a container in its <c>/data</c>.</summary>
    private string Folder(string name)
    {
        DirectoryInfo folder = _directory.CreateSubdirectory(name);
        FilePermissions.OpenToEverybody(folder.FullName);
        return folder.FullName;
    }

    private static string ProgramsOf(Service service) => $"{service.Name}-programs";

    private static string Local(string text) => text.Replace(Network, Here, StringComparison.Ordinal);

    /// <summary>A service of the file.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Address">Its address; empty if it has no fixed one.</param>
    /// <param name="Command">What it runs, itself or by what it was merged from.</param>
    /// <param name="AsItsUser">The words that run a command as its user.</param>
    private sealed record Service(string Name, string Address, string[] Command, string[] AsItsUser)
    {
        public static Service Of(string name, YamlNode service) => new(
            name,
            service["networks"] is YamlMappingNode networks && networks["grid"].Has("ipv4_address") ? (string)networks["grid"]["ipv4_address"]! : "",
            Merged(service, "command") is { } command ? [.. command.Sequence().Select(static word => ((YamlScalarNode)word).Value!)] : [],
            Merged(service, "user") is YamlScalarNode { Value: { } user } && user.Split(':') is [var id, var group]
                ? ["setpriv", $"--reuid={id}", $"--regid={group}", "--clear-groups"]
                : []);

        private static YamlNode? Merged(YamlNode service, string key) =>
            service.Has(key) ? service[key]
            : service.Has("<<") ? Merged(service["<<"], key)
            : null;
    }
}
