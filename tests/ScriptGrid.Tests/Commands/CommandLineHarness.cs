using System.CommandLine;
using ScriptGrid.Commands;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Tests.Commands;

/// <summary>Runs command lines with handlers that keep what they get.</summary>
internal sealed class CommandLineHarness
{
    /// <summary>Handlers that do nothing.</summary>
    public static CommandHandlers Nothing { get; } = new(
        static (_, _, _, _) => Keep(static () => { }),
        static (_, _, _, _) => Keep(static () => { }),
        static (_, _) => Keep(static () => { }),
        static (_, _) => Keep(static () => { }),
        static (_, _) => Keep(static () => { }),
        static (_, _) => Keep(static () => { }));

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What stands at standard input.</summary>
    public byte[] Input { get; set; } = [];

    public ScriptGridConfiguration? Served { get; private set; }

    public ScriptGridConfiguration? Joined { get; private set; }

    public RunRequest? Ran { get; private set; }

    public TargetsRequest? Listed { get; private set; }

    public RedisRequest? ServedRedis { get; private set; }

    public CommandLineSettings? Demonstrated { get; private set; }

    public string Output { get; private set; } = "";

    public string[] Errors { get; private set; } = [];

    /// <summary>Runs one command line; a handler that is reached returns 0.</summary>
    public async Task<int> RunAsync(params string[] args)
    {
        var handlers = new CommandHandlers(
            Serve: (_, configuration, _, _) => Keep(() => Served = configuration),
            Silo: (_, configuration, _, _) => Keep(() => Joined = configuration),
            Run: (request, _) => Keep(() => Ran = request),
            Targets: (request, _) => Keep(() => Listed = request),
            Redis: (request, _) => Keep(() => ServedRedis = request),
            Demo: (settings, _) => Keep(() => Demonstrated = settings));
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var invocation = new InvocationConfiguration { Output = output, Error = errors };
        int exitCode = await new CommandLineApp(handlers, Environment, () => new MemoryStream(Input)).InvokeAsync(args, invocation, static () => CancellationToken.None);
        Output = output.ToString();
        Errors = errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return exitCode;
    }

    private static Task<int> Keep(Action keep)
    {
        keep();
        return Task.FromResult(ExitCode.Success);
    }
}
