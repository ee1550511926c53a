using System.Net;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Hosting;

public sealed class ClusterChangeTests
{
    private static readonly ClusterSettings Used = new()
    {
        Address = IPAddress.Parse("10.0.0.5"),
        HostName = "silo-1",
        ClientSecret = "0123456789abcdef",
        Tls = new TlsSettings { CaFile = "ca.pem", CertFile = "silo.pem" },
    };

    /// <summary>The same section, read again: its name is not resolved.</summary>
    private static readonly ClusterSettings Loaded = Used with { Address = IPAddress.Loopback, Tls = new TlsSettings { CaFile = "ca.pem", CertFile = "silo.pem" } };

    [Fact]
    public void NeedsRestart_SameSectionReadAgain_IsFalse() => Assert.False(ClusterChange.NeedsRestart(Used, Loaded));

    [Fact]
    public void NeedsRestart_AnySettingIsAnother_IsTrue()
    {
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { ClientSecret = "fedcba9876543210" }));
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { ClientSecret = null }));
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { AdHocEval = true }));
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { HostName = "silo-2" }));
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { HostName = null, Address = IPAddress.Loopback }));
        Assert.True(ClusterChange.NeedsRestart(Used, Loaded with { Tls = new TlsSettings { CaFile = "other.pem", CertFile = "silo.pem" } }));
    }
}
