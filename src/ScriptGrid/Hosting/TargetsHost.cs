using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using Spectre.Console;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid targets</c>: prints the targets that would be collected to standard output, and problems to standard error.</summary>
internal static class TargetsHost
{
    /// <summary>The shortest time between two rounds of contacts, even if the interval is shorter.</summary>
    private static readonly TimeSpan ShortestRound = TimeSpan.FromSeconds(1);

    private const string ClearScreen = "\u001b[H\u001b[2J\u001b[3J";

    /// <summary>Looks and prints, once or until cancelled. The exit code says whether every source answered.</summary>
    public static async Task<int> RunAsync(TargetsRequest request, CancellationToken cancellationToken)
    {
        foreach (string warning in request.Configuration.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        var secrets = new ConfiguredSecrets();
        var look = new DiscoveryLook(request.Configuration, TimeProvider.System, secrets);
        secrets.Use(request.Configuration);
        if (request is { Watch: true, Format: TargetsFormat.Table })
        {
            await WatchAsync(request, look, secrets, line => OneLine.Of(secrets.Mask.Apply(line)), cancellationToken);
            return ExitCode.Success;
        }

        string shown = "";
        while (true)
        {
            LookResult? result = await LookAsync(look, cancellationToken);
            if (result is null)
            {
                return request.Watch ? ExitCode.Success : ExitCode.Failure;
            }

            string said = string.Concat(result.Problems.Concat(result.Warnings).Select(line => OneLine.Of(secrets.Mask.Apply(line)) + "\n"));
            string targets = TargetsText.Of(result.Members, request.Format);
            if (said + targets != shown)
            {
                Print(request, said, targets);
                shown = said + targets;
            }

            if (!request.Watch)
            {
                return result.Problems.IsEmpty ? ExitCode.Success : ExitCode.Failure;
            }

            await Task.Delay(look.Refresh, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Success;
            }
        }
    }

    private static Task WatchAsync(TargetsRequest request, DiscoveryLook look, ConfiguredSecrets secrets, Func<string, string> mask, CancellationToken cancellationToken)
    {
        TimeSpan every = request.Configuration.Interval > ShortestRound ? request.Configuration.Interval : ShortestRound;
        var watch = new TargetsWatch(look, new TargetContacts(request.Configuration.Timeout, TimeProvider.System, CredentialStore.Untold(TimeProvider.System, secrets)), every, mask, TimeProvider.System);
        return Console.IsOutputRedirected
            ? watch.RunAsync(new PlainWatchView(Console.Out, Console.Error, mask), cancellationToken)
            : AnsiConsole.Live(new Text("")).StartAsync(live => watch.RunAsync(
                new TerminalWatchView(mask, () => Console.WindowHeight, picture =>
                {
                    live.UpdateTarget(picture);
                    live.Refresh();
                }),
                cancellationToken));
    }

    /// <summary>Returns what the sources find; null if the command was cancelled.</summary>
    private static async Task<LookResult?> LookAsync(DiscoveryLook look, CancellationToken cancellationToken)
    {
        try
        {
            return await look.LookAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Prints the targets. On a terminal, a watched list replaces what was shown before.</summary>
    private static void Print(TargetsRequest request, string said, string targets)
    {
        if (request.Watch && !Console.IsOutputRedirected)
        {
            Console.Out.Write(ClearScreen);
        }

        Console.Error.Write(said);
        Console.Out.Write(targets);
        Console.Out.Flush();
    }
}
