using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class OtlpReaderTests : IDisposable
{
    private const string Rest = "\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h]}]";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_WithoutTheSection_PushesNothing() => Assert.Null(_folder.Load(Rest.TrimStart()).Otlp);

    [Fact]
    public void Load_WithoutAnEndpoint_WarnsAndPushesNothing()
    {
        ScriptGridConfiguration loaded = _folder.Load("otlp: {interval: 1m}" + Rest);

        Assert.Null(loaded.Otlp);
        Assert.Equal("scriptgrid.yml:1: otlp has no effect: there is no endpoint; add endpoint: http://host:4318", Assert.Single(loaded.Warnings));
    }

    [Fact]
    public void Load_Section_IsTaken()
    {
        _folder.Write("headers", "authorization: Bearer x\n");

        OtlpSettings otlp = _folder.Load("otlp: {endpoint: 'https://h:4317', protocol: grpc, interval: 1m, headers_file: headers}" + Rest).Otlp!;

        Assert.Equal((new Uri("https://h:4317"), true, TimeSpan.FromMinutes(1), new TlsSettings()), (otlp.Endpoint, otlp.IsGrpc, otlp.Interval, otlp.Tls));
        Assert.Equal(Path.Combine(_folder.Path, "headers"), otlp.HeadersFile);
    }

    [Theory]
    [InlineData("{endpoint: h:4318}", "endpoint: it is not an http:// or https:// URL")]
    [InlineData("{endpoint: 'http://u:do-not-show@h'}", "endpoint: it contains credentials; put them into headers_file")]
    [InlineData("{endpoint: 'http://h/?key=do-not-show'}", "endpoint: it has a query or a fragment; leave it out")]
    [InlineData("{endpoint: 'http://h/v1/metrics'}", "endpoint: the path of a signal is added to it; leave it out")]
    [InlineData("{endpoint: 'http://h', protocol: json}", "protocol: \"json\" is not one of http/protobuf, grpc")]
    [InlineData("{endpoint: 'http://h', tls: {server_name: a}}", "tls: it has no effect with http://; write https://")]
    [InlineData("{endpoint: 'http://h', headers_file: none}", "none does not exist")]
    [InlineData("{endpoint: 'http://h', headers_file: a.lua}", "line 1: it is not a header; write name: value")]
    public void Load_Mistake_IsAnErrorWithoutSecrets(string section, string message)
    {
        string errors = string.Join('\n', _folder.Errors("otlp: " + section + Rest));

        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-show", errors, StringComparison.Ordinal);
    }
}
