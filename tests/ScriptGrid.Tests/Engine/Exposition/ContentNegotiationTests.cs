using Microsoft.Extensions.Primitives;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Tests.Engine.Exposition;

public sealed class ContentNegotiationTests
{
    private const string Prometheus2 =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private const string Prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private const string Prometheus3WithProtobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
        + "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=1.0.0;escaping=underscores;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private const string Prometheus3TextOnly = "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private const string Chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData(null, ExpositionFormat.Text)]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData(Chrome, ExpositionFormat.Text)]
    [InlineData("text/plain", ExpositionFormat.Text)]
    [InlineData("application/json", ExpositionFormat.Text)]
    [InlineData("complete, nonsense;;", ExpositionFormat.Text)]
    [InlineData(Prometheus2, ExpositionFormat.OpenMetrics)]
    [InlineData(Prometheus3, ExpositionFormat.OpenMetrics)]
    [InlineData(Prometheus3WithProtobuf, ExpositionFormat.OpenMetrics)]
    [InlineData(Prometheus3TextOnly, ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("Application/OpenMetrics-Text; Version=\"1.0.0\"", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=0.0.1", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; version=2.0.0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; version=0.0.1, application/openmetrics-text; q=0.1", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; q=0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text; q=0.5, text/plain; q=0.7", ExpositionFormat.Text)]
    [InlineData("text/plain, application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("text/plain; q=0.1, */*; q=0.9, application/openmetrics-text; q=0.5", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; q=0.5, text/*", ExpositionFormat.Text)]
    public void Format_Accept_IsWhatTheClientPrefers(string? accept, ExpositionFormat expected) =>
        Assert.Equal(expected, ContentNegotiation.Format(accept));

    [Fact]
    public void Format_SeveralHeaders_AreOneList() =>
        Assert.Equal(
            ExpositionFormat.OpenMetrics,
            ContentNegotiation.Format(new StringValues(["text/plain; q=0.5", "application/openmetrics-text; version=1.0.0; q=0.9"])));

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("gzip, deflate, br, zstd", true)]
    [InlineData("deflate, gzip;q=0.1", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.0, identity", false)]
    [InlineData("gzip;q=0.5, identity;q=1", false)]
    [InlineData("gzip, identity", true)]
    [InlineData("identity", false)]
    [InlineData("br", false)]
    [InlineData("*", false)]
    public void AcceptsGzip_AcceptEncoding_OnlyWhereNamed(string? acceptEncoding, bool expected) =>
        Assert.Equal(expected, ContentNegotiation.AcceptsGzip(acceptEncoding));

    [Theory]
    [InlineData(ExpositionFormat.Text, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData(ExpositionFormat.OpenMetrics, "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public void ContentType_Format_IsExact(ExpositionFormat format, string expected) =>
        Assert.Equal(expected, ContentNegotiation.ContentType(format));
}
