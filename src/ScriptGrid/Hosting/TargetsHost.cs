using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid targets</c>: what would be collected, to standard output; what went wrong, to standard error.</summary>
internal static class TargetsHost
{
    private const string ClearScreen = "\u001b[H\u001b[2J\u001b[3J";

    /// <summary>Looks and prints, once or until cancelled. The exit code tells whether every source answered.</summary>
    public static async Task<int> RunAsync(TargetsRequest request, CancellationToken cancellationToken)
    {
        foreach (string warning in request.Configuration.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        var look = new DiscoveryLook(request.Configuration, TimeProvider.System);
        string shown = "";
        while (true)
        {
            LookResult result = await look.LookAsync(cancellationToken);
            string text = Text(request, result);
            if (text != shown)
            {
                Print(request, result, text);
                shown = text;
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

    /// <summary>Problems are part of what is watched.</summary>
    private static string Text(TargetsRequest request, LookResult result) =>
        string.Join('\n', [.. result.Problems, .. result.Warnings, TargetsText.Of(result.Members, request.Format)]);

    private static void Print(TargetsRequest request, LookResult result, string text)
    {
        if (request.Watch && !Console.IsOutputRedirected)
        {
            Console.Out.Write(ClearScreen);
            Console.Out.Write(text);
            return;
        }

        var secrets = new ConfiguredSecrets();
        secrets.Use(request.Configuration);
        foreach (string line in result.Problems.Concat(result.Warnings))
        {
            Console.Error.WriteLine(OneLine.Of(secrets.Mask.Apply(line)));
        }

        Console.Out.Write(TargetsText.Of(result.Members, request.Format));
        Console.Out.Flush();
    }
}
