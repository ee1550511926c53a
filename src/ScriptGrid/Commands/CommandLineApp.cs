using System.CommandLine;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>scriptgrid</c> command: parses the command line, reports bad usage and bad configuration, and calls the handlers.</summary>
/// <param name="handlers">The implementations of the commands.</param>
/// <param name="environment">The environment variables.</param>
/// <param name="input">Opens standard input.</param>
internal sealed class CommandLineApp(CommandHandlers handlers, IReadOnlyDictionary<string, string> environment, Func<Stream> input)
{
    private readonly RootCommand _root = CreateRoot(handlers, new SettingsBinder(environment), input);

    /// <summary>Runs one command line and returns the process's exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="invocation">How to run it.</param>
    /// <param name="stop">
    /// Called for a command that can be cancelled, before it begins; returns the token that cancels it. Others, such as one that waits for a password to be typed,
    /// are left to what signals do by themselves.
    /// </param>
    /// <param name="waits">Called once the command waits for something, and so heeds the token.</param>
    public Task<int> InvokeAsync(string[] args, InvocationConfiguration invocation, Func<CancellationToken> stop, Action? waits = null) =>
        CommandRunner.InvokeAsync(_root, "scriptgrid", args, invocation, stop, waits);

    /// <summary>Returns what is wrong with a command line, without running it.</summary>
    public string[] Problems(string[] args) => CommandRunner.Parse(_root, "scriptgrid", args).Errors;

    private static RootCommand CreateRoot(CommandHandlers handlers, SettingsBinder binder, Func<Stream> input)
    {
        var root = new RootCommand("Runs Lua scripts on every Redis of a fleet and serves the results to Prometheus.")
        {
            ServeCommand(handlers, binder),
            SiloCommand(handlers, binder),
            RunCommand.Create(handlers, binder),
            CheckCommand.Create(binder, input),
            CollectorsCommand.Create(),
            TargetsCommand.Create(handlers, binder),
            RedisServerCommand.Create(handlers),
            WebCommand.Create(input),
            DemoCommand(handlers, binder),
            CompletionCommand.Create(),
        };
        root.Add(HelpCommand.Create(root));
        return root;
    }

    private static Command ServeCommand(CommandHandlers handlers, SettingsBinder binder)
    {
        Flag[] flags = [.. Flags.Serve, .. Flags.RedisExporter];
        Command command = CommandRunner.CreateCommand("serve", "Collects scripts from Redis servers and serves the results.", flags);
        command.Add(new VersionOption());
        CommandRunner.SetServe(command, result => CommandRunner.CreateLoader(binder.Bind(result, flags)), handlers.Serve);
        return command;
    }

    private static Command SiloCommand(CommandHandlers handlers, SettingsBinder binder)
    {
        Flag[] flags = [.. Flags.Serve, .. Flags.RedisExporter, .. Flags.Cluster];
        Command command = CommandRunner.CreateCommand(
            "silo", "Does what serve does as one of several processes that share the targets, on Microsoft Orleans.", flags);
        command.Add(new VersionOption());
        CommandRunner.SetServe(command, result => CommandRunner.CreateLoader(binder.Bind(result, flags), forSilo: true), handlers.Silo);
        return command;
    }

    private static Command DemoCommand(CommandHandlers handlers, SettingsBinder binder)
    {
        Flag[] flags = [Flags.ListenAddress];
        Command command =
            CommandRunner.CreateCommand("demo", "Shows ScriptGrid at work on Redis servers of its own, for a first look.", flags);
        command.SetAction((result, cancellationToken) =>
        {
            CommandLineSettings settings = binder.Bind(result, flags);
            ConfigurationResult loaded = new ConfigurationLoader(settings) { IsPartial = true }.Load();
            return loaded.IsValid
                ? handlers.Demo(settings, cancellationToken)
                : Task.FromResult(BadUsage.Report(loaded.Errors, result.InvocationConfiguration.Error));
        });
        return command;
    }
}
