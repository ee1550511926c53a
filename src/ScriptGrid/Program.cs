using System.CommandLine;
using ScriptGrid.Commands;
using ScriptGrid.Hosting;

Runtime.Configure();

var handlers = new CommandHandlers(ServeHost.RunAsync, SiloHost.RunAsync, RunHost.RunAsync, RedisHost.RunAsync, DemoHost.RunAsync);
var app = new CommandLineApp(handlers, CommandRunner.Environment());

return await app.InvokeAsync(args, new InvocationConfiguration(), CancellationToken.None);
