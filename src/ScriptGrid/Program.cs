using System.Collections;
using System.CommandLine;
using ScriptGrid.CommandLine;

Dictionary<string, string> environment = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value ?? "");

var handlers = new CommandHandlers(
    Serve: static (_, configuration, _) =>
    {
        foreach (string warning in configuration.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        return Task.FromResult(ExitCode.Success);
    },
    Run: static (_, _) => Task.FromResult(ExitCode.Success),
    Demo: static (_, _) => Task.FromResult(ExitCode.Success));

return await new CommandLineApp(handlers, environment).InvokeAsync(args, new InvocationConfiguration(), CancellationToken.None);
