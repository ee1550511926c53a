using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>run</c> command: one script, one target or an embedded Redis, once.</summary>
internal sealed class RunCommand
{
    /// <summary>The settings: the target is a flag of this command's own.</summary>
    private static readonly Flag[] Flags = [.. Commands.Flags.Common, .. Commands.Flags.RedisExporter.Where(static flag => flag.Key != Setting.Target)];

    /// <summary>What the configuration gets to see of an embedded Redis, whose port is known only once it listens.</summary>
    private const string StandIn = "redis://embedded";

    private readonly Option<string> _script = new("--script") { Description = "The Lua script.", HelpName = "path", Required = true };

    private readonly Option<string> _target = new("--target")
    {
        Description = "The Redis server: redis://[user[:password]@]host[:port][/db], rediss:// or unix:///path.",
        HelpName = "uri",
    };

    private readonly Option<bool> _embedded = new("--embedded")
    {
        Description = "Run on an embedded Redis that ends with the command, instead of a server.",
    };

    private readonly Option<string> _seed = new("--seed")
    {
        Description = "With --embedded: a file of commands as redis-cli takes them, one a line, to begin with.",
        HelpName = "path",
    };

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

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to print the result: as /metrics shows it, the reply itself, or JSON.",
        DefaultValueFactory = static _ => "metrics",
    };

    private RunCommand() => _format.AcceptOnlyFromAmong("metrics", "raw", "json");

    public static Command Create(CommandHandlers handlers, SettingsBinder binder)
    {
        var run = new RunCommand();
        Command command = CommandRunner.CreateCommand(
            "run",
            "Runs one script on one Redis once and prints what it gives.",
            Flags,
            [run._script, run._target, run._embedded, run._seed, run._keys, run._args, run._format]);
        command.Validators.Add(run.Validate);
        command.SetAction((result, cancellationToken) =>
        {
            ConfigurationResult loaded = new ConfigurationLoader(run.Settings(result, binder)).Load();
            return loaded.IsValid
                ? handlers.Run(run.Request(result, loaded.Configuration), cancellationToken)
                : Task.FromResult(BadUsage.Report(loaded.Errors, result.InvocationConfiguration.Error));
        });
        return command;
    }

    private void Validate(CommandResult result)
    {
        bool embedded = result.GetValue(_embedded);
        if (embedded == result.GetResult(_target) is not null)
        {
            result.AddError(embedded ? "--target and --embedded exclude each other" : "Option '--target' is required, or --embedded.");
        }
        else if (!embedded && result.GetResult(_seed) is not null)
        {
            result.AddError("--seed needs --embedded; a server is never written to");
        }
    }

    private CommandLineSettings Settings(ParseResult result, SettingsBinder binder)
    {
        CommandLineSettings settings = binder.Bind(result, Flags);
        var script = new Setting(Setting.Script, result.GetRequiredValue(_script), _script.Name);
        var target = new Setting(Setting.Target, result.GetValue(_target) ?? StandIn, _target.Name);
        return settings with { Settings = [script, target, .. settings.Settings] };
    }

    private RunRequest Request(ParseResult result, ScriptGridConfiguration configuration)
    {
        ScriptSpec script = configuration.Scripts[0] with
        {
            Keys = Split(result.GetValue(_keys)),
            Arguments = Split(result.GetValue(_args)),
        };
        TargetSpec target = configuration.Targets[0] with { Scripts = [script] };
        var format = Enum.Parse<RunFormat>(result.GetRequiredValue(_format), ignoreCase: true);
        EmbeddedTarget? embedded = result.GetValue(_embedded) ? new EmbeddedTarget(result.GetValue(_seed)) : null;
        return new RunRequest(script, target, configuration with { Scripts = [script], Targets = [target] }, format, embedded);
    }

    private static ImmutableArray<string> Split(string[]? lists) => [.. (lists ?? []).SelectMany(static list => list.Split(','))];
}
