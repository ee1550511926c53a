using System.CommandLine;
using ScriptGrid.Commands;
using ScriptGrid.Hosting;

Runtime.Configure();

var handlers = new CommandHandlers(ServeHost.RunAsync, SiloHost.RunAsync, RunHost.RunAsync, TargetsHost.RunAsync, RedisHost.RunAsync, DemoHost.RunAsync);
var app = new CommandLineApp(handlers, CommandRunner.Environment(), Console.OpenStandardInput);

// Without System.CommandLine's own handlers of signals: a signal that they get while a command ends, or a second one, aborts the process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };

return await app.InvokeAsync(args, invocation, StopSignals.Take, StopSignals.NoteHeeded);
