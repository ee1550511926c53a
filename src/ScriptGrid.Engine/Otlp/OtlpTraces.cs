using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Otlp;

/// <summary>
/// Exports spans with OpenTelemetry's SDK: those of ScriptGrid's own source, and others that belong to a trace which a caller has started. Other
/// spans of the runtime and of Orleans are not recorded.
/// </summary>
internal sealed class OtlpTraces : IDisposable
{
    private static readonly string[] Sources = [Traces.SourceName, "Microsoft.AspNetCore", "Microsoft.Orleans.Application"];
    private static readonly TimeSpan LastPush = TimeSpan.FromSeconds(2);

    private readonly TracerProvider _provider;

    /// <summary>Starts to listen for spans.</summary>
    public OtlpTraces(OtlpSettings settings, ResourceBuilder resource, OtlpHandler handler, OtlpOutage outage)
    {
        var options = new OtlpExporterOptions
        {
            Endpoint = settings.IsGrpc ? settings.Endpoint : OtlpClient.UrlOf(settings, "v1/traces"), // Only an endpoint from a variable gets the path added.
            Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            TimeoutMilliseconds = (int)OtlpClient.Limit.TotalMilliseconds,
            HttpClientFactory = () => new HttpClient(handler, disposeHandler: false) { Timeout = OtlpClient.Limit },
            Headers = "", // They come from their file, not from a variable.
        };
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Sources)
            .SetSampler(new ParentBasedSampler(new OwnSpans(), localParentNotSampled: new OwnSpans()))
            .AddProcessor(new BatchActivityExportProcessor(new CountedExporter(options, handler, outage)))
            .Build();
    }

    /// <summary>Pushes what is left, and stops.</summary>
    public void Dispose()
    {
        _provider.Shutdown((int)LastPush.TotalMilliseconds);
        _provider.Dispose();
    }

    /// <summary>Samples a trace without a sampling decision only if it begins with one of ScriptGrid's own spans.</summary>
    private sealed class OwnSpans : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(
            samplingParameters.Name.StartsWith("scriptgrid.", StringComparison.Ordinal) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }

    private sealed class CountedExporter(OtlpExporterOptions options, OtlpHandler handler, OtlpOutage outage) : OtlpTraceExporter(options)
    {
        public override ExportResult Export(in Batch<Activity> activityBatch)
        {
            ExportResult result = base.Export(activityBatch);
            outage.Note(result == ExportResult.Success ? null : handler.LastProblem ?? "the receiver did not accept them");
            return result;
        }
    }
}
