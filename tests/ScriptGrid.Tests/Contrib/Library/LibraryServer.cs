using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Library;

/// <summary>A redis-server with a sample's data, on which a user who may do what the script's header says, and no more, runs it.</summary>
internal sealed partial class LibraryServer : IAsyncDisposable
{
    private readonly LibrarySample _sample;
    private readonly RedisServerProcess _server;
    private readonly RedisServerProcess? _replica;

    private LibraryServer(LibrarySample sample, RedisServerProcess server, RedisServerProcess? replica) => (_sample, _server, _replica) = (sample, server, replica);

    /// <summary>Starts it.</summary>
    public static async Task<LibraryServer> StartAsync(LibrarySample sample)
    {
        RedisServerProcess server = await RedisServerProcess.StartAsync([.. sample.Directives, "repl-diskless-sync-delay 0"]);
        RedisServerProcess? replica = sample.HasReplica ? await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {server.Port}") : null;
        foreach (string command in sample.Data)
        {
            await server.CommandAsync(command.Split(' '));
        }

        if (sample.Ready is var (question, line))
        {
            await Repeat.UntilAsync(async () => $"{await server.CommandAsync(question.Split(' '))}", answer => answer.Contains(line, StringComparison.Ordinal));
        }

        return new(sample, server, replica);
    }

    /// <summary>The page that the script gives, as docs/library.md shows it: without HELP and TYPE, each family sorted, with <c>…</c> for numbers that move.</summary>
    public async Task<string> RunAsync(ScriptHeader header)
    {
        await _server.CommandAsync(
            ["ACL", "SETUSER", "metrics", "reset", "on", "nopass", "+hello", "+evalsha", "+evalsha_ro", "+script|load", "~*", .. header.Commands]);
        string page = await CollectAsync();
        IEnumerable<IGrouping<string, string>> families = page.Split('\n').Where(IsShown).Select(Settled).GroupBy(static line => line[..line.IndexOf('{', StringComparison.Ordinal)]);
        IEnumerable<string> lines = families.SelectMany(family => family.Order(StringComparer.Ordinal).Take(_sample.Shown.Length == 0 ? int.MaxValue : 1));
        return string.Concat(lines.Select(static line => line + "\n"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_replica is not null)
        {
            await _replica.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task<string> CollectAsync()
    {
        string what = _sample.IsCollector ? Path.GetFileNameWithoutExtension(_sample.File) : Path.Combine(AppContext.BaseDirectory, "contrib", _sample.File);
        var settings = new CommandLineSettings
        {
            Settings =
            [
                new Setting(_sample.IsCollector ? Setting.Collect : Setting.Script, what, "--script"),
                new Setting(Setting.Target, $"redis://metrics:any@{_server.Address}", "--target"),
            ],
        };
        TargetSpec configured = new ConfigurationLoader(settings).Load().Configuration!.Targets[0];
        TargetSpec target = configured with { Address = configured.Address.KnownAs("10.0.0.1:6379") };
        ScriptSpec script = target.Scripts[0] with
        {
            Keys = [.. _sample.Keys],
            Arguments = [.. _sample.Arguments],
            Timeout = TimeSpan.FromSeconds(30),
            ReadOnly = _sample.Writes ? ReadOnlyMode.Off : ReadOnlyMode.Prefer,
        };
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: false);
        TrialOutcome outcome = await new ScriptTrial(naming, TimeProvider.System).RunAsync(target, script, CancellationToken.None);
        return Encoding.UTF8.GetString(outcome.Page);
    }

    private bool IsShown(string line) =>
        SeriesLine().IsMatch(line)
        && (_sample.Shown.Length == 0 ? !RunLine().IsMatch(line) : _sample.Shown.Any(shown => line.StartsWith(shown.Split(' ')[0] + "{", StringComparison.Ordinal) && line.Contains(shown.Split(' ')[^1], StringComparison.Ordinal)));

    private string Settled(string line)
    {
        line = _replica is null ? line : line.Replace(_replica.Address, "10.0.0.2:6379", StringComparison.Ordinal);
        Match series = SeriesLine().Match(line);
        bool isMoving = _sample.Moving.Contains(series.Groups["name"].Value) || _sample.Moving.Contains(series.Groups["key"].Value);
        return isMoving ? $"{series.Groups["series"].Value} …" : line;
    }

    [GeneratedRegex("""^(?<series>(?<name>\w+)\{(?:.*key="(?<key>[^"]*)")?.*\}) \S+$""")]
    private static partial Regex SeriesLine();

    /// <summary>What every script has, and how long it took and when.</summary>
    [GeneratedRegex("^redis_(up|script_(duration_seconds|last_success_timestamp_seconds|errors_total)){")]
    private static partial Regex RunLine();
}
