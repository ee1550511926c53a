using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Client;
using ScriptGrid.ClientSample;

if (args is not [string gateway, string secretFile, string target])
{
    Console.Error.WriteLine("usage: ScriptGrid.ClientSample <gateway host:port> <secret file> <target>");
    return 2;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddScriptGridClient(client =>
{
    client.Gateways.Add(gateway);
    client.SecretFile = secretFile;
});

using IHost host = builder.Build();
await host.StartAsync();

var grid = host.Services.GetRequiredService<IScriptGridClient>();
await Patterns.ShowAsync(grid.Target(target));
await FleetTour.ShowAsync(grid, target);

await host.StopAsync();
return 0;
