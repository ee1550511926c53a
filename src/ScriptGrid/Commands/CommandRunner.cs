using System.Collections;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The code that the programs share: parsing, and reporting of bad usage and bad configuration.</summary>
internal static class CommandRunner
{
    private static readonly ParserConfiguration Parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Returns the environment variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> Environment() => System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value ?? "");

    /// <summary>Runs one command line of <paramref name="program"/> and returns the process's exit code.</summary>
    /// <inheritdoc cref="CommandLineApp.InvokeAsync"/>
    public static Task<int> InvokeAsync(
        RootCommand root, string program, string[] args, InvocationConfiguration invocation, Func<CancellationToken> stop, Action? waits)
    {
        (ParseResult result, string[] errors) = Parse(root, program, args);
        return errors.Length == 0
            ? InvokeAsync(result, program, invocation, waits, result.Action is AsynchronousCommandLineAction ? stop() : CancellationToken.None)
            : Task.FromResult(BadUsage.Report(errors, invocation.Error));
    }

    /// <summary>Parses one command line of <paramref name="program"/>, and returns its errors.</summary>
    public static (ParseResult Result, string[] Errors) Parse(RootCommand root, string program, string[] args)
    {
        HashSet<string> switches = GoFlags.SwitchesOf(root);
        ParseResult result = root.Parse(GoFlags.Normalize(args, switches), Parser);
        return (result, [.. GoFlags.Problems(args, switches), .. UsageErrors.Of(result, program)]);
    }

    /// <summary>Runs a command. Failures that concern files, sockets or the terminal are reported in one line: only a defect deserves a stack trace.</summary>
    private static async Task<int> InvokeAsync(
        ParseResult result, string program, InvocationConfiguration invocation, Action? waits, CancellationToken cancellationToken)
    {
        invocation.EnableDefaultExceptionHandler = false;
        try
        {
            Task<int> running = result.InvokeAsync(invocation, cancellationToken);
            if (!running.IsCompleted)
            {
                waits?.Invoke();
            }

            return await running;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            await invocation.Error.WriteLineAsync($"{program}: {exception.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            await invocation.Error.WriteLineAsync($"{program}: stopped before it was complete");
            return ExitCode.Failure;
        }
        catch (Exception exception)
        {
            await invocation.Error.WriteLineAsync($"{program}: this is an internal error; please report it: {exception}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Creates a command with options of its own, and with flags that are settings.</summary>
    public static Command CreateCommand(string name, string description, IEnumerable<Flag> flags, params Option[] own)
    {
        var command = new Command(name, description);
        AddOptions(command, flags, own);
        return command;
    }

    /// <summary>Adds options of a command's own, and flags that are settings.</summary>
    public static void AddOptions(Command command, IEnumerable<Flag> flags, params Option[] own)
    {
        IEnumerable<Flag> settings = flags.Where(static flag => flag.Kind != FlagKind.VariableOnly);
        foreach (Option option in own.Concat(settings.Select(static flag => flag.ToOption())))
        {
            command.Add(option);
        }
    }

    /// <summary>Creates a loader that also judges the connection string of the membership store.</summary>
    /// <param name="settings">The settings of the command line and the environment.</param>
    /// <param name="forSilo">See <see cref="ConfigurationLoader.ForSilo"/>.</param>
    /// <param name="isPartial">See <see cref="ConfigurationLoader.IsPartial"/>.</param>
    public static ConfigurationLoader CreateLoader(CommandLineSettings settings, bool forSilo = false, bool isPartial = false) => new(settings)
    {
        ForSilo = forSilo,
        IsPartial = isPartial,
        ConnectionProblem = static (membership, connection) => ConnectionString.Problem(membership, connection),
    };

    /// <summary>Makes a command serve the configuration that its loader reads. Bad configuration is refused.</summary>
    public static void SetServe(
        Command command,
        Func<ParseResult, ConfigurationLoader> loaderOf,
        Func<ConfigurationLoader, ScriptGridConfiguration, HangupReload, CancellationToken, Task<int>> serve) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            using var hangup = new HangupReload();
            ConfigurationLoader loader = loaderOf(result);
            ConfigurationResult loaded = loader.Load();
            return loaded.IsValid
                ? await serve(loader, loaded.Configuration, hangup, cancellationToken)
                : BadUsage.Report(loaded.Errors, result.InvocationConfiguration.Error);
        });
}
