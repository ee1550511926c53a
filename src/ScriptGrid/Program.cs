using System.Collections;
using System.CommandLine;
using ScriptGrid.CommandLine;
using ScriptGrid.Hosting;

Runtime.Configure();

Dictionary<string, string> environment = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value ?? "");

var handlers = new CommandHandlers(ServeHost.RunAsync, RunHost.RunAsync, RedisHost.RunAsync, DemoHost.RunAsync);

return await new CommandLineApp(handlers, environment).InvokeAsync(args, new InvocationConfiguration(), CancellationToken.None);
