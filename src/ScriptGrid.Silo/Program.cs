using System.CommandLine;
using ScriptGrid.CommandLine;
using ScriptGrid.Hosting;

Runtime.Configure();

var command = new SiloCommand(SiloHost.RunAsync, CommandRunner.Environment());

return await command.InvokeAsync(args, new InvocationConfiguration(), CancellationToken.None);
