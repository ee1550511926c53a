using System.CommandLine;
using ScriptGrid.Commands;
using ScriptGrid.Hosting;

Runtime.Configure();

var handlers = new CommandHandlers(ServeHost.RunAsync, SiloHost.RunAsync, RunHost.RunAsync, TargetsHost.RunAsync, RedisHost.RunAsync, DemoHost.RunAsync);
var app = new CommandLineApp(handlers, CommandRunner.Environment(), Console.OpenStandardInput);

// Longer than any command takes to end: a silo hands its targets over meanwhile, and has its own time limit. The default is two seconds.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };

return await app.InvokeAsync(args, invocation, CancellationToken.None);
