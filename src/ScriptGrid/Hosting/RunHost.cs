using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid run</c>: one run of one script. Results go to standard output, everything else to standard error.</summary>
internal static class RunHost
{
    /// <summary>Runs the script and prints the result. The exit code says whether the script worked.</summary>
    public static Task<int> RunAsync(RunRequest request, CancellationToken cancellationToken) =>
        request.Embedded is { } embedded
            ? RunEmbeddedAsync(request, embedded, cancellationToken)
            : RunOnAsync(request, cancellationToken);

    private static async Task<int> RunEmbeddedAsync(RunRequest request, EmbeddedTarget embedded, CancellationToken cancellationToken)
    {
        (EmbeddedRedisServer? server, int exitCode) =
            await SeededServer.StartAsync(new EmbeddedRedisOptions { Port = 0 }, embedded.SeedFile, cancellationToken);
        if (server is null)
        {
            return exitCode;
        }

        await using (server)
        {
            TargetAddress address = TargetAddress.Tcp(server.EndPoint.Address.ToString(), server.EndPoint.Port, database: 0).KnownAs("embedded");
            TargetSpec target = request.Target with { Address = address, Credentials = null, Tls = null };
            return await RunOnAsync(request with { Target = target }, cancellationToken);
        }
    }

    private static async Task<int> RunOnAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ScriptGridConfiguration configuration = request.Configuration;
        foreach (string warning in configuration.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        var naming = new SeriesNaming(
            configuration.Namespace, configuration.TargetLabel, configuration.RedisExporterCompatible, OmitsTarget: configuration.RedisExporterCompatible)
        {
            RoleLabel = configuration.RoleLabel,
        };
        TrialOutcome outcome = await new ScriptTrial(naming, TimeProvider.System).RunAsync(request.Target, request.Script, cancellationToken);

        Console.Out.Write(request.Format switch
        {
            RunFormat.Raw => outcome.Reply.Length == 0 ? "" : RawReply.Format(outcome.Reply),
            RunFormat.Json => RunJson.Format(request, outcome),
            _ => Encoding.UTF8.GetString(outcome.Page),
        });
        if (outcome.Replaced > 0)
        {
            Console.Error.WriteLine(
                $"{request.Script.Name}: {(outcome.Replaced == 1 ? "1 value was" : $"{outcome.Replaced} values were")} overwritten by a later value of the same series");
        }

        Console.Error.WriteLine(Summarize(request, outcome));
        return outcome.Failure is null ? ExitCode.Success : ExitCode.Failure;
    }

    private static string Summarize(RunRequest request, TrialOutcome outcome)
    {
        string where = $"{request.Script.Name} on {request.Target.Address}";
        string duration = outcome.Duration is { } taken ? $"{taken.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms" : "";
        if (outcome.RuledOutBy is { } role)
        {
            return $"{where}: not run: it is for a {ServerRoles.NameOf(request.Script.On!.Value)} (on), and the server is a {ServerRoles.NameOf(role)}";
        }

        if (outcome.Failure is not { } failure)
        {
            string values = outcome.Values.Count == 1 ? "1 value" : $"{outcome.Values.Count} values";
            return $"{where}: {values} in {duration}";
        }

        return $"{where}: {(duration.Length > 0 ? $"failed after {duration}" : "failed")}: {Failure.Label(failure.Reason)}{RedisErrors.LineSuffix(failure.Message)}: {OneLine.Of(failure.Explanation)}";
    }
}
