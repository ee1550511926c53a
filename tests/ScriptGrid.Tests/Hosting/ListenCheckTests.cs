using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Hosting;

public sealed class ListenCheckTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("address: 192.0.2.1", "scriptgrid.yml:3: address: this machine does not have the address 192.0.2.1; give one that it has, or say in listen_address on which to listen")]
    [InlineData("address: 127.0.0.1, listen_address: 192.0.2.1", "scriptgrid.yml:3: listen_address: this machine does not have the address 192.0.2.1; give one that it has, or 0.0.0.0 for all")]
    [InlineData("address: 192.0.2.1, listen_address: 127.0.0.1", null)]
    [InlineData("address: 192.0.2.1, listen_address: 0.0.0.0", null)]
    public void Problem_AddressOfAnotherMachine_NamesTheSetting(string cluster, string? problem)
    {
        ScriptGridConfiguration configuration = Load($"{cluster}, silo_port: {FreePort.Find()}");

        Assert.Equal(problem, ListenCheck.Problem(configuration));
    }

    [Fact]
    public void Problem_PortThatIsTaken_SaysWhatForItIs()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal($"Cannot listen on 127.0.0.1:{port} for other silos: the address is in use.", ListenCheck.Problem(Load($"silo_port: {port}")));
    }

    private ScriptGridConfiguration Load(string cluster) =>
        _folder.Load($"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]\ncluster: {{{cluster}}}\nweb: {{listen_address: '127.0.0.1:0'}}");
}
