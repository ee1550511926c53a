using System.Runtime.InteropServices;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Renders the lines of one script's run on one target, once per run. Each line is a copied prefix, which its family and labels determine, followed by what
/// differs. Reused between runs, by one thread at a time.
/// </summary>
internal sealed class ResultRenderer
{
    private readonly ExpositionBuffer _lines = new();
    private readonly ExpositionBuffer _prefix = new();
    private readonly List<Section> _sections = [];

    /// <summary>The lines, family by family.</summary>
    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    /// <summary>Where each family's lines end.</summary>
    public ReadOnlySpan<Section> Sections => CollectionsMarshal.AsSpan(_sections);

    /// <summary>Renders a run.</summary>
    /// <param name="families">The families' names.</param>
    /// <param name="targetLabel"><c>target="…",</c> with its comma; empty if the label is left out.</param>
    /// <param name="scriptLabels">The script's labels, without braces.</param>
    /// <param name="history">What is known about its runs, including this one.</param>
    /// <param name="samples">The values.</param>
    /// <param name="reply">The reply that holds their keys and labels.</param>
    public void Render(
        TargetFamilies families,
        ReadOnlySpan<byte> targetLabel,
        ScriptLabels scriptLabels,
        in RunHistory history,
        SampleList samples,
        ReadOnlySpan<byte> reply)
    {
        _lines.Clear();
        _sections.Clear();
        BeginLine(families, TargetFamilies.Result, targetLabel, scriptLabels.WithFilename);
        _lines.AppendNumber((long)history.LastResult!.Value);
        EndLine();
        EndFamily(TargetFamilies.Result);

        AppendValues(families, targetLabel, scriptLabels.WithFilename, samples.Samples, reply);
        EndFamily(TargetFamilies.Values);

        if (history.LastDuration is { } duration)
        {
            BeginLine(families, TargetFamilies.Duration, targetLabel, scriptLabels.WithFilename);
            _lines.AppendDecimal(duration.Ticks / TimeSpan.TicksPerMicrosecond, decimals: 6);
            EndLine();
        }

        EndFamily(TargetFamilies.Duration);

        if (history.LastSuccess > TimeSpan.Zero)
        {
            BeginLine(families, TargetFamilies.LastSuccess, targetLabel, scriptLabels.WithFilename);
            _lines.AppendDecimal(history.LastSuccess.Ticks / TimeSpan.TicksPerMillisecond, decimals: 3);
            EndLine();
        }

        EndFamily(TargetFamilies.LastSuccess);

        AppendErrors(families, targetLabel, scriptLabels.WithFilename, history.Errors);
        EndFamily(TargetFamilies.Errors);
        AppendRows(targetLabel, scriptLabels.Configured, samples.Rows, reply);
    }

    /// <summary>Returns the line that tells whether a target answers.</summary>
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

    /// <summary>Returns the lines that tell when certificates of a target expire.</summary>
    /// <param name="family">The family.</param>
    /// <param name="labels">The target's labels with the comma that ends them, or nothing.</param>
    /// <param name="expiry">When they expire.</param>
    public static byte[] RenderCertificates(MetricFamily family, ReadOnlySpan<byte> labels, CertificateExpiry expiry)
    {
        var lines = new ExpositionBuffer();
        foreach ((string certificate, DateTimeOffset? end) in new[] { ("server", expiry.Server), ("client", expiry.Client) })
        {
            if (end is { } time)
            {
                lines.Append(family.Name);
                lines.Append((byte)'{');
                lines.Append(labels);
                lines.AppendLabel("certificate", certificate);
                lines.Append("} "u8);
                lines.AppendNumber(time.ToUnixTimeSeconds());
                lines.Append((byte)'\n');
            }
        }

        return lines.WrittenSpan.ToArray();
    }

    private void BeginLine(TargetFamilies families, int family, ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> scriptLabels)
    {
        AppendStart(_lines, families, family, targetLabel, scriptLabels);
        _lines.Append("} "u8);
    }

    private void EndLine() => _lines.Append((byte)'\n');

    private void EndFamily(int family) => _sections.Add(new Section(family, _lines.Length));

    /// <summary>Appends the rows of declared metrics, which are sorted by metric.</summary>
    private void AppendRows(ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> labels, RowList rows, ReadOnlySpan<byte> reply)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Row row = rows[i];
            AppendRow(targetLabel, labels, rows, row, reply);
            if (i + 1 == rows.Count || rows[i + 1].Name.Metric != row.Name.Metric)
            {
                EndFamily(row.Name.Declaration.FamilyId);
            }
        }
    }

    private void AppendRow(ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> labels, RowList rows, in Row row, ReadOnlySpan<byte> reply)
    {
        _lines.Append(row.Name.LineStart);
        int start = _lines.Length;
        _lines.Append(targetLabel);
        _lines.Append(labels);
        for (int label = 0; label < row.Name.LabelStarts.Length; label++)
        {
            _lines.Append(row.Name.LabelStarts[label]);
            _lines.AppendEscaped(rows.LabelIn(reply, row, label));
            _lines.Append("\","u8);
        }

        if (row.Name.HasBound)
        {
            _lines.Append(row.Name.BoundStart);
            _lines.AppendNumber(row.Bound);
            _lines.Append("\","u8);
        }

        // Remove the comma of the last label or, if there is no label, the brace.
        bool isBare = _lines.Length == start;
        _lines.Truncate(_lines.Length - 1);
        _lines.Append(isBare ? " "u8 : "} "u8);
        _lines.AppendNumber(row.Value);
        EndLine();
    }

    private void AppendValues(
        TargetFamilies families,
        ReadOnlySpan<byte> targetLabel,
        ReadOnlySpan<byte> scriptLabels,
        ReadOnlySpan<Sample> samples,
        ReadOnlySpan<byte> reply)
    {
        _prefix.Clear();
        AppendStart(_prefix, families, TargetFamilies.Values, targetLabel, scriptLabels);
        _prefix.Append(",key=\""u8);
        foreach (Sample sample in samples)
        {
            _lines.Append(_prefix.WrittenSpan);
            _lines.AppendEscaped(sample.KeyIn(reply));
            _lines.Append("\"} "u8);
            _lines.AppendNumber(sample.Value);
            EndLine();
        }
    }

    /// <summary>Appends the reasons that occurred, and always <c>script</c>, so that a sum over reasons rises from 0 with the first failure.</summary>
    private void AppendErrors(
        TargetFamilies families, ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> scriptLabels, ReadOnlySpan<int> errors)
    {
        for (int reason = 0; reason < Failure.ReasonCount; reason++)
        {
            int count = errors.IsEmpty ? 0 : errors[reason];
            if (count > 0 || reason == (int)FailureReason.Script)
            {
                AppendStart(_lines, families, TargetFamilies.Errors, targetLabel, scriptLabels);
                _lines.Append(",reason=\""u8);
                _lines.Append(Failure.Label((FailureReason)reason));
                _lines.Append("\"} "u8);
                _lines.AppendNumber((long)count);
                EndLine();
            }
        }
    }

    private static void AppendStart(
        ExpositionBuffer buffer, TargetFamilies families, int family, ReadOnlySpan<byte> targetLabel, ReadOnlySpan<byte> scriptLabels)
    {
        buffer.Append(families.PerScript[family].LineStart);
        buffer.Append(targetLabel);
        buffer.Append(scriptLabels);
    }
}

/// <summary>The labels that the configuration adds to a script's series, as they are written.</summary>
/// <param name="WithFilename"><c>filename="…"</c> and the others, without braces.</param>
/// <param name="Configured">Only the others, each with its comma, for metrics that the script declares.</param>
internal sealed record ScriptLabels(byte[] WithFilename, byte[] Configured)
{
    /// <summary>The length in bytes of <c>filename="…"</c> alone. Both forms write the other labels with as many commas as labels.</summary>
    public int FilenameLength => WithFilename.Length - Configured.Length;
}
