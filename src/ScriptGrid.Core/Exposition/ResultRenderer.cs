using System.Text;
using ScriptGrid.Aggregation;
using ScriptGrid.Collection;
using ScriptGrid.Redis;
using ScriptGrid.Replies;

namespace ScriptGrid.Exposition;

/// <summary>
/// Renders the lines of one script's run on one target, once per run. Each line is a prefix that its family and labels give, copied,
/// and what differs behind it. Reused between runs by one thread at a time.
/// </summary>
internal sealed class ResultRenderer
{
    private readonly ExpositionBuffer _lines = new();
    private readonly ExpositionBuffer _prefix = new();
    private readonly Section[] _sections = new Section[5];

    /// <summary>The lines, family by family.</summary>
    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    /// <summary>Where each family's lines end.</summary>
    public ReadOnlySpan<Section> Sections => _sections;

    /// <summary>Renders a run.</summary>
    /// <param name="families">The families' names.</param>
    /// <param name="targetLabel"><c>target="…",</c> with its comma; empty where the label is left out.</param>
    /// <param name="scriptLabels">The script's labels, without braces.</param>
    /// <param name="history">What is known of its runs, this one included.</param>
    /// <param name="samples">The values.</param>
    /// <param name="reply">The reply that holds their keys.</param>
    public void Render(
        TargetFamilies families,
        ReadOnlySpan<byte> targetLabel,
        ReadOnlySpan<byte> scriptLabels,
        in RunHistory history,
        ReadOnlySpan<Sample> samples,
        ReadOnlySpan<byte> reply)
    {
        _lines.Clear();
        BeginFamily(families, TargetFamilies.Result, targetLabel, scriptLabels);
        AppendPlainLine((int)history.LastResult!.Value);
        EndFamily(TargetFamilies.Result);

        BeginFamily(families, TargetFamilies.Values, targetLabel, scriptLabels);
        AppendValues(samples, reply);
        EndFamily(TargetFamilies.Values);

        BeginFamily(families, TargetFamilies.Duration, targetLabel, scriptLabels);
        AppendPlainLine(Seconds(history.LastDuration, TimeSpan.TicksPerMicrosecond));
        EndFamily(TargetFamilies.Duration);

        BeginFamily(families, TargetFamilies.LastSuccess, targetLabel, scriptLabels);
        if (history.LastSuccess > TimeSpan.Zero)
        {
            AppendPlainLine(Seconds(history.LastSuccess, TimeSpan.TicksPerMillisecond));
        }

        EndFamily(TargetFamilies.LastSuccess);

        BeginFamily(families, TargetFamilies.Errors, targetLabel, scriptLabels);
        AppendErrors(history.Errors);
        EndFamily(TargetFamilies.Errors);
    }

    /// <summary>The line that tells whether a target answers.</summary>
    /// <param name="family">The family.</param>
    /// <param name="labels">The target's labels with the comma that ends them, or nothing.</param>
    /// <param name="isUp">Whether it answers.</param>
    public static byte[] RenderUp(MetricFamily family, ReadOnlySpan<byte> labels, bool isUp)
    {
        var line = new ExpositionBuffer();
        line.Append(family.Name);
        if (!labels.IsEmpty)
        {
            line.Append((byte)'{');
            line.Append(labels[..^1]);
            line.Append((byte)'}');
        }

        line.Append(isUp ? " 1\n"u8 : " 0\n"u8);
        return line.WrittenSpan.ToArray();
    }

    private void BeginFamily(TargetFamilies families, int family, ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> scriptLabels)
    {
        _prefix.Clear();
        _prefix.Append(families.PerScript[family].Name);
        _prefix.Append((byte)'{');
        _prefix.Append(targetLabel);
        _prefix.Append(scriptLabels);
    }

    private void EndFamily(int family) => _sections[family] = new Section(family, _lines.Length);

    private void AppendValues(ReadOnlySpan<Sample> samples, ReadOnlySpan<byte> reply)
    {
        _prefix.Append(",key=\""u8);
        foreach (Sample sample in samples)
        {
            _lines.Append(_prefix.WrittenSpan);
            _lines.AppendEscaped(sample.KeyIn(reply));
            _lines.Append("\"} "u8);
            _lines.AppendNumber(sample.Value);
            _lines.Append((byte)'\n');
        }
    }

    private void AppendErrors(ReadOnlySpan<int> errors)
    {
        _prefix.Append(",reason=\""u8);
        for (int reason = 0; reason < errors.Length; reason++)
        {
            if (errors[reason] > 0)
            {
                _lines.Append(_prefix.WrittenSpan);
                _lines.Append(Encoding.UTF8.GetBytes(Failure.Label((FailureReason)reason)));
                _lines.Append("\"} "u8);
                _lines.AppendNumber(errors[reason]);
                _lines.Append((byte)'\n');
            }
        }
    }

    private void AppendPlainLine(double value)
    {
        _lines.Append(_prefix.WrittenSpan);
        _lines.Append("} "u8);
        _lines.AppendNumber(value);
        _lines.Append((byte)'\n');
    }

    /// <summary>Seconds with no more digits than the resolution has.</summary>
    private static double Seconds(TimeSpan time, long resolution) =>
        time.Ticks / resolution / (double)(TimeSpan.TicksPerSecond / resolution);
}
