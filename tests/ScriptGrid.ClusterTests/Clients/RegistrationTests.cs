using Microsoft.Extensions.DependencyInjection;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("localhost:30000", null, "localhost:30000 is not a gateway")]
    [InlineData("10.0.0.1", null, "10.0.0.1 is not a gateway")]
    [InlineData("10.0.0.1:30000", "fifteen bytes..", "at least 16 bytes")]
    public void AddScriptGridClient_WrongOptions_SaysWhich(string gateway, string? secret, string expected)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddScriptGridClient(client =>
        {
            client.Gateways.Add(gateway);
            client.Secret = secret;
        }));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddScriptGridClient_SecretTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddScriptGridClient(static client => (client.Secret, client.SecretFile) = ("a", "b")));
}
