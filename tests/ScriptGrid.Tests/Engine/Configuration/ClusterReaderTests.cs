using System.Net;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class ClusterReaderTests : IDisposable
{
    private const string Rest = "\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h]}]";
    private const string Password = "do-not-show-this";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_EveryKey_IsTaken()
    {
        ClusterSettings cluster = Cluster($$"""
            {membership: postgresql, connection: "Host=db;Password={{Password}}", cluster_id: eu-1, service_id: metrics, name: silo_1,
             address: 10.0.0.1, listen_address: 0.0.0.0, silo_port: 1, gateway_port: 0, primary_port: 3, http_address: "silo-1.example:80",
             client_secret: 0123456789abcdef, ad_hoc_eval: true}
            """);

        var expected = new ClusterSettings
        {
            Membership = ClusterMembership.PostgreSql,
            Connection = "Host=db;Password=" + Password,
            ClusterId = "eu-1",
            ServiceId = "metrics",
            Name = "silo_1",
            Address = IPAddress.Parse("10.0.0.1"),
            ListenAddress = IPAddress.Any,
            SiloPort = 1,
            GatewayPort = 0,
            PrimaryPort = 3,
            HttpAddress = "silo-1.example:80",
            ClientSecret = "0123456789abcdef",
            AdHocEval = true,
        };
        Assert.Equal(expected, cluster with { Places = default });
        Assert.Equal("scriptgrid.yml:1: listen_address: no", cluster.Places.OfListenAddress("no"));
        Assert.DoesNotContain(Password, cluster.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{address: 10.0.0.1}", "10.0.0.1:9121", null)]
    [InlineData("{address: 'fd00::1'}", "[fd00::1]:9121", null)]
    [InlineData("{address: 10.0.0.1, listen_address: '::'}", "10.0.0.1:9121", "::")]
    [InlineData("{address: silo-1.example, listen_address: 0.0.0.0}", "silo-1.example:9121", "0.0.0.0")]
    public void Load_Address_IsTheDefaultOfTheOthers(string section, string http, string? listen)
    {
        ClusterSettings cluster = Cluster(section);

        Assert.Equal((http, listen), (cluster.HttpAddress, cluster.ListenAddress?.ToString()));
    }

    [Fact]
    public void Load_HostName_IsLeftToTheStart() => Assert.Equal("silo1", Cluster("{address: silo1}").HostName);

    [Fact]
    public void Load_HttpPort_FollowsTheWebSection() =>
        Assert.Equal("127.0.0.1:8080", _folder.Load("web: {listen_address: ':8080'}" + Rest).Cluster.HttpAddress);

    [Fact]
    public void Load_SecretsInFiles_AreReadWithoutTheirNewline()
    {
        _folder.Write("connection", "redis:6379,password=" + Password + "\n");
        _folder.Write("secret", "0123456789abcdef\r\n");

        ClusterSettings cluster = Cluster("{membership: redis, connection_file: connection, client_secret_file: secret}");

        Assert.Equal(("redis:6379,password=" + Password, "0123456789abcdef"), (cluster.Connection, cluster.ClientSecret));
    }

    [Theory]
    [InlineData("client_secret_file: secret")]
    [InlineData("client_secret_env: SECRET")]
    [InlineData("client_secret: \"0123456789abcdef\\n\\r\\n\\n\"")]
    public void Load_ClientSecret_IsReadWithoutAnyNewlineAtItsEndAsClientsReadIt(string key)
    {
        _folder.Environment["SECRET"] = "0123456789abcdef\n\r\n\n";
        _folder.Write("secret", "0123456789abcdef\n\r\n\n");

        Assert.Equal("0123456789abcdef", Cluster($"{{{key}}}").ClientSecret);
    }

    [Fact]
    public void Load_Flag_BeatsTheFile()
    {
        _folder.Write("connection", "from-flag");

        ClusterSettings cluster = Cluster(
            "{connection: from-file, silo_port: 1}",
            new Setting("cluster.membership", "redis", "--cluster.membership"),
            new Setting("cluster.connection_file", "connection", "--cluster.connection-file"),
            new Setting("cluster.silo_port", "2", "SCRIPTGRID_CLUSTER_SILO_PORT", SettingOrigin.Environment));

        Assert.Equal((ClusterMembership.Redis, "from-flag", 2), (cluster.Membership, cluster.Connection, cluster.SiloPort));
    }

    [Fact]
    public void Load_MutualTls_IsTaken()
    {
        using var certificates = new TestCertificates();

        ClusterSettings cluster = Cluster(
            $"{{tls: {{ca_file: {certificates.CaFile}, cert_file: {certificates.SiloCertFile}, key_file: {certificates.SiloKeyFile}, server_name: silo}}}}");

        var expected = new TlsSettings
        {
            CaFile = certificates.CaFile,
            CertFile = certificates.SiloCertFile,
            KeyFile = certificates.SiloKeyFile,
            ServerName = "silo",
        };
        Assert.Equal(expected, cluster.Tls);
        Assert.Equal(expected, cluster.GatewayTls);
    }

    [Fact]
    public void Load_ClientTls_HasTheSilosCertificateWhereItNamesNone()
    {
        using var silos = new TestCertificates();
        using var clients = new TestCertificates();
        string tls = $"tls: {{ca_file: {silos.CaFile}, cert_file: {silos.SiloCertFile}, key_file: {silos.SiloKeyFile}}}";

        ClusterSettings shared = Cluster($"{{{tls}, client_tls: {{ca_file: {clients.CaFile}}}}}");
        ClusterSettings own = Cluster($"{{client_tls: {{ca_file: {clients.CaFile}, cert_file: {clients.ServerCertFile}, key_file: {clients.ServerKeyFile}}}}}");

        Assert.Equal(new TlsSettings { CaFile = clients.CaFile, CertFile = silos.SiloCertFile, KeyFile = silos.SiloKeyFile }, shared.GatewayTls);
        Assert.Equal(new TlsSettings { CaFile = clients.CaFile, CertFile = clients.ServerCertFile, KeyFile = clients.ServerKeyFile }, own.GatewayTls);
        Assert.Null(own.Tls);
    }

    [Fact]
    public void Load_TlsThatWouldNotDo_IsAMistake()
    {
        using var certificates = new TestCertificates();
        string server = $"cert_file: {certificates.ServerCertFile}, key_file: {certificates.ServerKeyFile}";
        string client = $"cert_file: {certificates.ClientCertFile}, key_file: {certificates.ClientKeyFile}";

        Assert.Contains("its extended key usage says that it is not for a client", Error($"{{tls: {{ca_file: {certificates.CaFile}, {server}}}}}"), StringComparison.Ordinal);
        Assert.Contains("its extended key usage says that it is not for a server", Error($"{{client_tls: {{ca_file: {certificates.CaFile}, {client}}}}}"), StringComparison.Ordinal);
        Assert.Contains("client_tls: without ca_file clients show no certificate, and nothing tells them from anybody else; add ca_file or client_secret_file", Error($"{{client_tls: {{{server}}}}}"), StringComparison.Ordinal);
        Assert.Contains("client_tls: the gateway shows a certificate; add cert_file, or a section tls whose certificate it shows", Error($"{{client_tls: {{ca_file: {certificates.CaFile}}}}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneAuthorityForBoth_IsAWarning()
    {
        using var certificates = new TestCertificates();
        string tls = $"{{ca_file: {certificates.CaFile}, cert_file: {certificates.SiloCertFile}, key_file: {certificates.SiloKeyFile}}}";

        Assert.Contains("whoever has a certificate of that may act as a silo", string.Join('\n', _folder.Load($"cluster: {{tls: {tls}, client_tls: {{ca_file: {certificates.CaFile}}}}}" + Rest).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{membership: etcd}", "membership: \"etcd\" is not one of localhost, redis, postgresql")]
    [InlineData("{membership: redis}", "membership: the silos need to know where it is; add connection, connection_env or connection_file")]
    [InlineData("{connection: do-not-show-this}", "connection: say what it leads to; add membership: redis or membership: postgresql")]
    [InlineData("{membership: redis, connection: ''}", "connection: it is empty")]
    [InlineData("{membership: redis, connection_file: none.txt}", "connection_file: none.txt does not exist")]
    [InlineData(
        "{membership: redis, connection: do-not-show-this, connection_file: a.lua}",
        "connection: the connection is also given by connection_file (scriptgrid.yml:1); keep one")]
    [InlineData("{client_secret: do-not-show-it}", "client_secret: the secret is too short; it needs at least 16 bytes")]
    [InlineData("{client_secret: ''}", "client_secret: it is empty")]
    [InlineData("{client_secret: \"\\n\\n\"}", "client_secret: it is empty")]
    [InlineData("{client_secret: \"fifteen bytes..\\n\"}", "client_secret: the secret is too short; it needs at least 16 bytes")]
    [InlineData("{cluster_id: 'a b'}", "cluster_id: \"a b\" is not a name of up to 100 letters, digits, dots, underscores and hyphens")]
    [InlineData("{address: 0.0.0.0}", "address: \"0.0.0.0\" is not an IP address or a host name of this machine, under which the others reach it")]
    [InlineData("{address: 10.0.0.300}", "address: \"10.0.0.300\" is not an IP address or a host name of this machine, under which the others reach it")]
    [InlineData("{listen_address: 1}", "listen_address: \"1\" is not an IP address")]
    [InlineData("{address: '::1', listen_address: 127.0.0.1}", "listen_address: on 127.0.0.1 nobody reaches address ::1; give two addresses of IPv4 or two of IPv6")]
    [InlineData("{listen_address: 'fd00::1'}", "listen_address: on fd00::1 nobody reaches address 127.0.0.1; give two addresses of IPv4 or two of IPv6")]
    [InlineData("{silo_port: 0}", "silo_port: \"0\" is not a port from 1 to 65535")]
    [InlineData("{gateway_port: 65536}", "gateway_port: \"65536\" is not a port from 1 to 65535, or 0 for none")]
    [InlineData("{silo_port: 30000}", "gateway_port: 30000 is also the silo's port; take another")]
    [InlineData("{http_address: ':9121'}", "http_address: \":9121\" is not a host and a port, such as 10.0.0.1:9121")]
    [InlineData("{tls: {insecure_skip_verify: true, ca_file: a.lua, cert_file: b}}", "unknown key insecure_skip_verify")]
    [InlineData("{tls: {server_name: a}}", "both ends verify each other here; add ca_file")]
    [InlineData("{silo_prot: 1}", "unknown key silo_prot; did you mean silo_port?")]
    [InlineData("[]", "cluster: expected a section with keys, found a list")]
    public void Load_Mistake_IsAnErrorWithItsPlace(string section, string message)
    {
        string[] errors = [.. _folder.Errors("cluster: " + section + Rest)];

        Assert.Contains("scriptgrid.yml:1: " + message, errors);
        Assert.All(errors, error => Assert.DoesNotContain("do-not-show", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("connection: do-not-show-this", "scriptgrid.yml:2: connection: it is wrong")]
    [InlineData("connection_env: STORE", "scriptgrid.yml:2: connection: it is wrong")]
    [InlineData("connection_file: store", "scriptgrid.yml:2: connection: store is wrong")]
    public void Load_ConnectionThatItsStoreCannotRead_IsAnErrorWithItsPlace(string key, string message)
    {
        _folder.Environment["STORE"] = Password;
        _folder.Write("store", Password);
        _folder.Write("scriptgrid.yml", $"cluster: {{membership: redis,\n  {key}}}{Rest}");
        var settings = new CommandLineSettings { Settings = [ConfigurationFolder.File], WorkingDirectory = _folder.Path, Environment = _folder.Environment };
        var loader = new ConfigurationLoader(settings)
        {
            ConnectionProblem = static (membership, text) => (membership, text) is (ClusterMembership.Redis, Password) ? "is wrong" : null,
        };

        Assert.Equal([message], loader.Load().Errors.Select(error => error.Replace(_folder.Path + "/", "", StringComparison.Ordinal)));
    }

    private string Error(string section) => string.Join('\n', _folder.Errors("cluster: " + section + Rest));

    private ClusterSettings Cluster(string section, params Setting[] settings) =>
        _folder.Load("cluster: " + section.ReplaceLineEndings(" ") + Rest, settings).Cluster;
}
