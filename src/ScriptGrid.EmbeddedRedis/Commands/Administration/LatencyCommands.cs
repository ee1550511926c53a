using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>LATENCY: what took long, and how long commands take.</summary>
internal sealed class LatencyCommands(LatencyMonitor monitor, CommandTable commands)
{
    private const int MillisecondsPerSecond = 1000;

    internal void Register(CommandTable table)
    {
        table.Add("latency latest", Latest);
        table.Add("latency history", History);
        table.Add("latency reset", Reset);
        table.Add("latency graph", Graph);
        table.Add("latency doctor", Doctor);
        table.Add("latency histogram", Histogram);
        table.AddHelp("latency");
    }

    private void Latest(CommandCall call)
    {
        call.Reply.Array(monitor.Events.Count);
        foreach ((string name, LatencySeries series) in monitor.Events)
        {
            call.Reply.Array(4);
            call.Reply.Text(name);
            call.Reply.Integer(series.Last.Seconds);
            call.Reply.Integer(series.Last.Milliseconds);
            call.Reply.Integer(series.MaxMilliseconds);
        }
    }

    private void History(CommandCall call)
    {
        IReadOnlyCollection<LatencySample> samples = monitor.Events.TryGetValue(call.Text(2), out LatencySeries? series) ? series.Samples : [];
        call.Reply.Array(samples.Count);
        foreach (LatencySample sample in samples)
        {
            call.Reply.Array(2);
            call.Reply.Integer(sample.Seconds);
            call.Reply.Integer(sample.Milliseconds);
        }
    }

    private void Reset(CommandCall call)
    {
        int count = call.Words.Length == 2 ? monitor.ResetAll() : 0;
        for (int i = 2; i < call.Words.Length; i++)
        {
            count += monitor.Reset(call.Text(i)) ? 1 : 0;
        }

        call.Reply.Integer(count);
    }

    private void Graph(CommandCall call)
    {
        string name = call.Text(2);
        if (monitor.Events.TryGetValue(name, out LatencySeries? series))
        {
            call.Reply.Verbatim("txt", Encoding.Latin1.GetBytes(LatencyGraph.Of(name, series, call.Clock.Now / MillisecondsPerSecond)));
        }
        else
        {
            call.Reply.Error($"ERR No samples available for event '{WordText.Of(call.Words[2])}'");
        }
    }

    private void Doctor(CommandCall call)
    {
        var report = new StringBuilder();
        if (!monitor.IsEnabled)
        {
            report.Append("Delays are not watched: CONFIG SET latency-monitor-threshold <milliseconds> begins to.\n");
        }
        else if (monitor.Events.Count == 0)
        {
            report.Append("Nothing took as long as latency-monitor-threshold so far.\n");
        }

        foreach ((string name, LatencySeries series) in monitor.Events)
        {
            double mean = series.Samples.Average(static sample => sample.Milliseconds);
            report.Append(
                CultureInfo.InvariantCulture,
                $"{name}: {series.Samples.Count} {(series.Samples.Count == 1 ? "delay" : "delays")} (mean {mean:0.#} ms, last {series.Last.Milliseconds} ms, longest {series.MaxMilliseconds} ms).\n");
        }

        call.Reply.Verbatim("txt", Encoding.Latin1.GetBytes(report.ToString()));
    }

    private void Histogram(CommandCall call)
    {
        IEnumerable<Command> asked = call.Words.Length == 2 ? commands.WithSubcommands() : Named(call.Words[2..]);
        Command[] found = [.. asked.Where(static command => command.Statistics.Latency is not null)];
        call.Reply.Map(found.Length);
        foreach (Command command in found)
        {
            call.Reply.Text(command.FullName);
            Write(call.Reply, command.Statistics.Latency!);
        }
    }

    private List<Command> Named(ReadOnlySpan<byte[]> names)
    {
        var found = new List<Command>();
        foreach (byte[] name in names)
        {
            string[] parts = Encoding.Latin1.GetString(name).Split('|');
            if (!commands.TryFind(parts[0], out Command? command))
            {
                continue;
            }

            if (parts.Length == 1)
            {
                found.AddRange(command.Subcommands?.Values ?? [command]);
            }
            else if (parts.Length == 2 && command.Subcommands?.GetValueOrDefault(parts[1]) is { } subcommand)
            {
                found.Add(subcommand);
            }
        }

        return found;
    }

    private static void Write(IReply reply, LatencyHistogram histogram)
    {
        reply.Map(2);
        reply.Text("calls");
        reply.Integer(histogram.Count);
        reply.Text("histogram_usec");
        List<(long Microseconds, long Count)> classes = histogram.ByDoublings();
        reply.Map(classes.Count);
        foreach ((long microseconds, long count) in classes)
        {
            reply.Integer(microseconds);
            reply.Integer(count);
        }
    }
}
