using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Copies the values that rollups merge out of a reply. Most keys are the same on every target, so they share one string. Used by one thread at a
/// time.
/// </summary>
internal sealed class RollupKeeper
{
    private const int MaxTexts = 65_536;

    private readonly ExpositionBuffer _key = new();
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _texts =
        new Dictionary<byte[], string>(BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Returns the values of one run of a script with rollups.</summary>
    public KeyedValue[] Keep(ScriptSpec script, in RunHistory history, FailureReason? reason, SampleList samples, ReadOnlySpan<byte> reply)
    {
        bool countsTarget = script.Expose == Exposure.Rollups;
        var values = new KeyedValue[samples.Count + samples.Rows.Count + (countsTarget ? 1 : 0)];
        int count = 0;
        foreach (Sample sample in samples.Samples)
        {
            values[count++] = new KeyedValue(TextOf(sample.KeyIn(reply)), sample.Value);
        }

        for (int i = 0; i < samples.Rows.Count; i++)
        {
            Row row = samples.Rows[i];
            if (row.Name.RollupStart is { } start && !IsCountOfBuckets(row.Name))
            {
                values[count++] = new KeyedValue(KeyOf(start, samples.Rows, row, reply), row.Value - Below(samples.Rows, i, reply), row.Name.Declaration.Name);
            }
        }

        if (countsTarget)
        {
            values[count++] = new KeyedValue(KeyOf(script.Name, history.LastResult!.Value, reason), 1, RollupTable.ScriptTargets);
        }

        Array.Resize(ref values, count);
        return values;
    }

    /// <summary>Whether the row is a histogram's count, which repeats the value of its last bucket.</summary>
    private static bool IsCountOfBuckets(RowName name) => name.Kind == RowKind.Count && name.Declaration.Type == MetricType.Histogram;

    /// <summary>Returns the value that the next lower bucket already includes. Rows of one histogram are adjacent, ordered by bound.</summary>
    private static double Below(RowList rows, int index, ReadOnlySpan<byte> reply)
    {
        Row row = rows[index];
        return row.Name.Kind == RowKind.Bucket && index > 0 && ReferenceEquals(rows[index - 1].Name, row.Name) && rows.HaveSameLabels(reply, rows[index - 1], row)
            ? rows[index - 1].Value
            : 0;
    }

    private string KeyOf(byte[] start, RowList rows, in Row row, ReadOnlySpan<byte> reply)
    {
        _key.Clear();
        _key.Append(start);
        if (row.Name.Kind == RowKind.Bucket)
        {
            _key.AppendNumber(row.Bound);
        }

        _key.Append((byte)'|');
        for (int label = 0; label < row.Name.LabelStarts.Length; label++)
        {
            _key.Append(row.Name.LabelStarts[label]);
            _key.AppendEscaped(rows.LabelIn(reply, row, label));
            _key.Append("\","u8);
        }

        return TextOf(_key.WrittenSpan);
    }

    private string KeyOf(string script, ScriptResult result, FailureReason? reason)
    {
        _key.Clear();
        _key.Append((byte)'|');
        _key.AppendLabel("filename", script);
        _key.Append(result switch
        {
            ScriptResult.Values => ",result=\"values\","u8,
            ScriptResult.Failed => ",result=\"failed\","u8,
            _ => ",result=\"none\","u8,
        });
        if (reason is { } known)
        {
            _key.Append("reason=\""u8);
            _key.Append(Failure.Label(known));
            _key.Append("\","u8);
        }

        return TextOf(_key.WrittenSpan);
    }

    private string TextOf(ReadOnlySpan<byte> key)
    {
        if (_texts.TryGetValue(key, out string? text))
        {
            return text;
        }

        if (_texts.Dictionary.Count >= MaxTexts)
        {
            _texts.Dictionary.Clear();
        }

        return _texts[key] = KeyText.Of(key);
    }
}
