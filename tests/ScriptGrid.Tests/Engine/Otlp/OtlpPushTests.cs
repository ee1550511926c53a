using System.Buffers;
using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Otlp;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Engine.Otlp;

/// <summary>Pushes that take several requests.</summary>
public sealed class OtlpPushTests
{
    private const int Rollups = 12_000;

    /// <summary>A data point that a receiver rejects comes with each push; it must not cost what is in other requests.</summary>
    [Fact]
    public async Task Push_RequestIsRejected_TheOthersAreSent()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Status = 400;

        await PushAsync(receiver, () => receiver.Metrics.Any(IsLast));

        Assert.Contains(receiver.Metrics, IsFirst);
    }

    [Fact]
    public async Task Push_ReceiverTakesNone_TheOthersAreNotSent()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        receiver.Status = 503;

        await PushAsync(receiver, () => receiver.Requests.Count >= 3);

        Assert.DoesNotContain(receiver.Metrics, IsLast);
    }

    private static bool IsFirst(OtlpMetric metric) => metric.Attributes.GetValueOrDefault("i") == "0";

    private static bool IsLast(OtlpMetric metric) => metric.Attributes.GetValueOrDefault("i") == $"{Rollups - 1}";

    private static async Task PushAsync(OtlpReceiver receiver, Func<bool> isDone)
    {
        using var metrics = new OwnMetrics();
        string page = $"# TYPE many gauge\n{string.Join('\n', Enumerable.Range(0, Rollups).Select(static i => $"many{{i=\"{i}\"}} {i}"))}\n";
        var fleet = new FakeFleet
        {
            WriteMetrics = (output, _) =>
            {
                output.Write(Encoding.UTF8.GetBytes(page));
                return ValueTask.CompletedTask;
            },
        };
        var settings = new OtlpSettings { Endpoint = new Uri($"http://{receiver.Http}"), Interval = TimeSpan.FromMilliseconds(200) };
        await using var push = new OtlpPush(settings, new OtlpSubject(metrics, fleet, static () => true, "me"), new ConfiguredSecrets(), TimeProvider.System, new ListLogger());

        push.Start();

        await Repeat.UntilAsync(() => Task.FromResult(isDone()), static isDone => isDone);
    }
}
