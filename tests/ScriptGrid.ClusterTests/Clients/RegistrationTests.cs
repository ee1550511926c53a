using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("10.0.0.1", null, null, "10.0.0.1 is not a gateway")]
    [InlineData("::1:30000", null, null, "::1:30000 is not a gateway")]
    [InlineData("redis:0", null, null, "redis:0 is not a gateway")]
    [InlineData(null, null, null, "Gateways is empty")]
    [InlineData("10.0.0.1:30000", "fifteen bytes..", null, "at least 16 bytes")]
    [InlineData("10.0.0.1:30000", "a secret of sixteen", "/dev/null", "not both")]
    [InlineData("10.0.0.1:30000", null, "/nowhere/secret", "The client secret cannot be read: /nowhere/secret does not exist.")]
    [InlineData("10.0.0.1:30000", null, "/dev/zero", "The client secret cannot be read: /dev/zero is empty, or no regular file.")]
    public void AddScriptGridClient_WrongOptions_AreToldAtTheStartAndNotBefore(string? gateway, string? secret, string? file, string expected)
    {
        using ServiceProvider services = new ServiceCollection()
            .AddScriptGridClient(client =>
            {
                (client.Secret, client.SecretFile) = (secret, file);
                if (gateway is not null)
                {
                    client.Gateways.Add(gateway);
                }
            })
            .BuildServiceProvider();

        OptionsValidationException refused =
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(expected, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1:30000", "10.0.0.1", 30000)]
    [InlineData("[::1]:30000", "::1", 30000)]
    [InlineData("silo-1.grid.internal:30001", "silo-1.grid.internal", 30001)]
    public void TryParse_NameOrAddress_IsAGateway(string text, string host, int port)
    {
        Assert.True(Gateway.TryParse(text, out Gateway? gateway));
        Assert.Equal(new Gateway(host, port), gateway);
    }

    [Fact]
    public async Task GetGateways_NamesAndAddresses_AreResolvedAndWhatIsUnknownIsLeftOut()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddScriptGridClient(client =>
            {
                client.Gateways.Add("localhost:30000");
                client.Gateways.Add("127.0.0.2:30001");
                client.Gateways.Add("nowhere.invalid:30002");
            })
            .BuildServiceProvider();

        IList<Uri> gateways = await services.GetRequiredService<IGatewayListProvider>().GetGateways();

        Assert.Contains(gateways, static gateway => gateway is { Host: "127.0.0.1" or "[::1]", Port: 30000 });
        Assert.Contains(gateways, static gateway => gateway is { Host: "127.0.0.2", Port: 30001 });
        Assert.DoesNotContain(gateways, static gateway => gateway.Port == 30002);
    }

    [Fact]
    public void AddScriptGridClient_Twice_ConfiguresOneClient()
    {
        var services = new ServiceCollection();
        services.AddScriptGridClient(static client => client.Gateways.Add("10.0.0.1:30000"));
        services.AddScriptGridClient(static client => client.ClusterId = "second");

        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.Single(services, static service => service.ServiceType == typeof(IScriptGridClient));
        Assert.Single(services, static service => service.ImplementationType == typeof(CallFilter));
        Assert.Equal(2, services.Count(static service => service.ServiceType == typeof(IOutgoingGrainCallFilter))); // The other one passes traces on.
        Assert.Equal("second", provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
    }

    [Fact]
    public void AddScriptGridClient_OptionThatNothingReads_IsRefused()
    {
        var own = new ServiceCollection();
        own.AddScriptGridClient(static client =>
        {
            client.Gateways.Add("10.0.0.1:30000");
            client.ServiceId = "theirs";
            client.Tls = new ScriptGridClientTls { KeyFile = "client.key" };
        });
        var shared = new ServiceCollection();
        shared.AddOrleansClient(static client => client.UseLocalhostClustering());
        shared.AddScriptGridClient(static client =>
        {
            (client.ClusterId, client.ServiceId, client.ConnectTimeout) = ("theirs", "theirs", TimeSpan.FromSeconds(1));
            client.Tls = new ScriptGridClientTls();
        });

        Assert.Equal(
            [
                "Tls: KeyFile is set without CertFile; set CertFile too.",
                "ServiceId is not used here: gateways are found without it, and only a membership store needs it.",
            ],
            Failures(own));
        Assert.Equal(
            [
                "Tls is not used here: the Orleans client or silo in this process has its own TLS settings.",
                "ClusterId is not used here: the Orleans client or silo in this process has its own.",
                "ServiceId is not used here: the Orleans client or silo in this process has its own.",
                "ConnectTimeout is not used here: the Orleans client or silo in this process has its own.",
            ],
            Failures(shared));
    }

    [Fact]
    public void AddScriptGridClient_InASilo_RefusesASecret()
    {
        var services = new ServiceCollection();
        services.AddOrleans(static silo => silo.UseLocalhostClustering());
        services.AddScriptGridClient(static client => client.Secret = "a secret of sixteen");

        Assert.Equal(["Secret is not used here: the silo in this process calls its cluster without a gateway."], Failures(services));
    }

    [Fact]
    public void AddScriptGridClient_StoreInALaterCall_TakesThePlaceOfGateways()
    {
        var services = new ServiceCollection();
        services.AddScriptGridClient(static client => client.ServiceId = "theirs");
        services.AddScriptGridClient(configureOrleans: static orleans => orleans.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, 30000)));
        using (ServiceProvider provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            Assert.IsNotType<GatewayList>(provider.GetRequiredService<IGatewayListProvider>());
        }

        services.AddScriptGridClient(static client => client.Gateways.Add("10.0.0.1:30000"));

        Assert.Equal(["Gateways is not used here: Orleans in this process finds the cluster by itself."], Failures(services));
    }

    [Fact]
    public void AddScriptGridClient_HostHasAnOrleansClient_UsesItAsItIs()
    {
        var services = new ServiceCollection();
        services.AddOrleansClient(static client => client.UseLocalhostClustering(serviceId: "theirs", clusterId: "theirs"));
        services.AddScriptGridClient(static client => client.Secret = "a secret of sixteen");

        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal("theirs", provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
        Assert.NotNull(provider.GetRequiredService<IScriptGridClient>());
    }

    private static IEnumerable<string> Failures(IServiceCollection services)
    {
        using ServiceProvider provider = services.BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Failures;
    }
}
