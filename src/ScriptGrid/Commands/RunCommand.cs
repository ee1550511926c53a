using System.Collections.Immutable;
using System.CommandLine;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>run</c> command: runs one script once, on one target or on an embedded Redis.</summary>
internal sealed class RunCommand
{
    /// <summary>
    /// The flags that are settings. The target is not among them, because it is an option of this command, nor is the flag that makes a target the seed of a
    /// cluster, because a script runs on one server.
    /// </summary>
    private static readonly Flag[] Flags =
    [
        Commands.Flags.ConfigFile,
        .. Commands.Flags.Common,
        .. Commands.Flags.RedisExporter.Where(static flag => flag.Key is not (Setting.Target or Setting.IsCluster)),
    ];

    private static readonly string[] LoginFlags = ["--username", "--password-file"];

    private readonly Option<string> _script = new("--script")
    {
        Description = "The Lua script: its file or, with --config.file, the name that it has there.",
        HelpName = "path",
    };

    private readonly Option<string> _collect = new("--collect")
    {
        Description = "A shipped collector to run instead; see scriptgrid collectors list.",
        HelpName = "name",
    };

    private readonly Option<string> _target = new("--target")
    {
        Description = "The Redis server: redis://[user[:password]@]host[:port][/db], rediss:// for TLS, valkey://, valkeys:// or unix:///path.",
        HelpName = "uri",
    };

    private readonly Option<bool> _embedded = new("--embedded")
    {
        Description = "Run on an embedded Redis that ends with the command, instead of a server.",
    };

    private readonly Option<string> _seed = Options.Of(
        "--seed", "With --embedded: a file of redis-cli commands, one per line, that create the initial data.", "path", ValueKinds.Path);

    private readonly Option<string[]> _keys = new("--keys")
    {
        Description = "KEYS, separated by commas; may be repeated.",
        HelpName = "k1,k2",
    };

    private readonly Option<string[]> _args = new("--args")
    {
        Description = "ARGV, separated by commas; may be repeated.",
        HelpName = "a1,a2",
    };

    private readonly Option<RunFormat> _format = Options.Of(
        "--format",
        "How to print the result: as /metrics shows it, the reply itself, or JSON. [default: metrics]",
        "metrics|raw|json",
        ValueKinds.Choice(("metrics", RunFormat.Metrics), ("raw", RunFormat.Raw), ("json", RunFormat.Json)));

    public static Command Create(CommandHandlers handlers, SettingsBinder binder)
    {
        var run = new RunCommand();
        Command command = CommandRunner.CreateCommand(
            "run",
            "Runs one script on one Redis once and prints what it gives.",
            Flags,
            [run._script, run._collect, run._target, run._embedded, run._seed, run._keys, run._args, run._format]);
        command.SetAction((result, cancellationToken) =>
        {
            if (run.Problem(result) is { } problem)
            {
                return Task.FromResult(BadUsage.Report([$"{problem}; see scriptgrid run --help"], result.InvocationConfiguration.Error));
            }

            CommandLineSettings settings = binder.Bind(result, Flags);
            string? collector = result.GetValue(run._collect);
            Setting script = collector is null
                ? new(Setting.Script, result.GetRequiredValue(run._script), "--script")
                : new(Setting.Collect, collector, "--collect");
            return RunConfiguration.Load(settings, script, result.GetValue(run._target), out ImmutableArray<string> errors) is { } loaded
                ? handlers.Run(run.Request(result, loaded), cancellationToken)
                : Task.FromResult(BadUsage.Report(errors, result.InvocationConfiguration.Error));
        });
        return command;
    }

    /// <summary>Returns what is wrong with the combination of options, or null if nothing is.</summary>
    private string? Problem(ParseResult result) => (HasScript: result.GetResult(_script) is not null, HasCollector: result.GetResult(_collect) is not null) switch
    {
        (true, true) => "--script and --collect exclude each other",
        (false, false) => "--script is missing; name a script, or a shipped collector with --collect",
        _ => ProblemOfTarget(result),
    };

    private string? ProblemOfTarget(ParseResult result) => (IsEmbedded: result.GetValue(_embedded), HasTarget: !string.IsNullOrEmpty(result.GetValue(_target))) switch
    {
        (true, true) => "--target and --embedded exclude each other",
        (false, false) => "--target is missing; name a server, or give --embedded",
        (false, _) when result.GetResult(_seed) is not null => "--seed needs --embedded; a server is never written to",
        (true, _) when Array.Find(LoginFlags, flag => result.GetResult(flag) is not null) is { } login =>
            $"{login} has no effect with --embedded, which needs no login",
        _ => null,
    };

    private RunRequest Request(ParseResult result, RunConfiguration loaded)
    {
        ScriptSpec script = loaded.Script with
        {
            Keys = Split(result, _keys) ?? loaded.Script.Keys,
            Arguments = Split(result, _args) ?? loaded.Script.Arguments,
        };
        TargetSpec target = loaded.Target with { Scripts = [script] };
        EmbeddedTarget? embedded = result.GetValue(_embedded) ? new EmbeddedTarget(result.GetValue(_seed)) : null;
        ScriptGridConfiguration configuration = loaded.Configuration with { Scripts = [script], Targets = [target] };
        return new RunRequest(script, target, configuration, result.GetValue(_format), embedded);
    }

    /// <summary>Returns the items of an option, or null if it is not given.</summary>
    private static ImmutableArray<string>? Split(ParseResult result, Option<string[]> option) => result.GetResult(option) is null
        ? null
        : [.. (result.GetValue(option) ?? []).Where(static list => list.Length > 0).SelectMany(static list => list.Split(','))];
}
