using System.CommandLine;
using ScriptGrid.Configuration;

namespace ScriptGrid.CommandLine;

/// <summary>The <c>scriptgrid</c> command: parses, reports bad usage and bad configuration, and hands the rest to the handlers.</summary>
internal sealed class CommandLineApp(CommandHandlers handlers, IReadOnlyDictionary<string, string> environment)
{
    private static readonly ParserConfiguration Parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly RootCommand _root = CreateRoot(handlers, new SettingsBinder(environment));

    /// <summary>Runs one command line and returns the process's exit code.</summary>
    public Task<int> InvokeAsync(string[] args, InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        ParseResult result = _root.Parse(GoFlags.Normalize(args), Parser);
        IReadOnlyList<string> errors = UsageErrors.Of(result);
        return errors.Count == 0
            ? result.InvokeAsync(invocation, cancellationToken)
            : Task.FromResult(Refuse(errors, invocation.Error));
    }

    /// <summary>Prints one line for each thing that is wrong with the command line or the configuration.</summary>
    public static int Refuse(IEnumerable<string> errors, TextWriter output)
    {
        foreach (string error in errors)
        {
            output.WriteLine(error);
        }

        return ExitCode.Usage;
    }

    private static RootCommand CreateRoot(CommandHandlers handlers, SettingsBinder binder) =>
        new("Runs Lua scripts on every Redis of a fleet and serves the results to Prometheus.")
        {
            ServeCommand(handlers, binder),
            RunCommand.Create(handlers, binder),
            CheckCommand.Create(binder),
            RedisServerCommand.Create(handlers),
            DemoCommand(handlers, binder),
        };

    private static Command ServeCommand(CommandHandlers handlers, SettingsBinder binder)
    {
        Flag[] flags = [.. Flags.Serve, .. Flags.Peer];
        Command command = CreateCommand("serve", "Collects scripts from Redis servers and serves the results.", flags);
        command.SetAction((result, cancellationToken) =>
        {
            var loader = new ConfigurationLoader(binder.Bind(result, flags));
            ConfigurationResult loaded = loader.Load();
            return loaded.IsValid
                ? handlers.Serve(loader, loaded.Configuration, cancellationToken)
                : Task.FromResult(Refuse(loaded.Errors, result.InvocationConfiguration.Error));
        });
        return command;
    }

    private static Command DemoCommand(CommandHandlers handlers, SettingsBinder binder)
    {
        Flag[] flags = [Flags.ListenAddress];
        Command command = CreateCommand("demo", "Shows ScriptGrid at work on Redis servers of its own, for a first look.", flags);
        command.SetAction((result, cancellationToken) => handlers.Demo(binder.Bind(result, flags), cancellationToken));
        return command;
    }

    /// <summary>A command with options of its own and flags that are settings.</summary>
    public static Command CreateCommand(string name, string description, IEnumerable<Flag> flags, params Option[] own)
    {
        var command = new Command(name, description);
        IEnumerable<Flag> settings = flags.Where(static flag => flag.Kind != FlagKind.VariableOnly);
        foreach (Option option in own.Concat(settings.Select(static flag => flag.ToOption())))
        {
            command.Add(option);
        }

        return command;
    }
}
