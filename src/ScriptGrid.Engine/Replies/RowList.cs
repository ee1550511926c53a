using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Replies;

/// <summary>One series of a declared metric. Its label values are in the reply that it came from.</summary>
/// <param name="Name">The description of its metric's rows.</param>
/// <param name="FirstLabel">The position of its first label value in the label values of all rows.</param>
/// <param name="Bound">Its <c>le</c> or <c>quantile</c>, if it has one.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Row(RowName Name, int FirstLabel, double Bound, double Value);

/// <summary>
/// The rows of declared metrics in one reply. Each series occurs once: of equal series, the last row wins and takes the place of the first. Reused between
/// replies.
/// </summary>
internal sealed class RowList
{
    private const int LinearSearch = 16;

    private readonly List<(int Start, int Length)> _labels = [];
    private readonly List<Row> _rows = [];
    private readonly Dictionary<int, int> _lastByHash = [];
    private readonly List<int> _previousAlike = [];
    private Row[] _sorted = [];
    private int[] _places = [];

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>How many rows were replaced by a later row of the same series.</summary>
    public int Replaced { get; private set; }

    /// <summary>The number of label values. A row's label values are added before the row.</summary>
    public int LabelCount => _labels.Count;

    /// <summary>A row. Rows are in the order of the reply until they are arranged.</summary>
    public Row this[int index] => _rows[index];

    /// <summary>Removes all rows, and keeps the memory.</summary>
    public void Clear()
    {
        _labels.Clear();
        _rows.Clear();
        _lastByHash.Clear();
        _previousAlike.Clear();
        Replaced = 0;
    }

    /// <summary>Adds a label value of the row that is added next.</summary>
    public void AddLabel(int start, int length) => _labels.Add((start, length));

    /// <summary>Removes the label values of a row that is not added after all.</summary>
    public void ForgetLabels(int from) => _labels.RemoveRange(from, _labels.Count - from);

    /// <summary>Adds a row whose label values were added from <see cref="Row.FirstLabel"/> on, or replaces the row of the same series.</summary>
    public void Add(ReadOnlySpan<byte> reply, Row row)
    {
        bool areFew = _rows.Count < LinearSearch;
        if (!areFew && _previousAlike.Count == 0)
        {
            IndexAll(reply);
        }

        int hash = areFew ? 0 : HashOf(reply, row);
        int alike = areFew ? FindAmongFew(reply, row) : Find(reply, row, hash);
        if (alike >= 0)
        {
            ForgetLabels(row.FirstLabel);
            _rows[alike] = row with { FirstLabel = _rows[alike].FirstLabel };
            Replaced++;
            return;
        }

        _rows.Add(row);
        if (!areFew)
        {
            Index(hash, _rows.Count - 1);
        }
    }

    /// <summary>Returns one of a row's label values.</summary>
    public ReadOnlySpan<byte> LabelIn(ReadOnlySpan<byte> reply, in Row row, int label)
    {
        (int start, int length) = _labels[row.FirstLabel + label];
        return reply.Slice(start, length);
    }

    /// <summary>Sorts the rows by metric; rows of the same metric keep their order. Add no rows after that.</summary>
    /// <param name="metrics">The number of metrics.</param>
    public void SortByMetric(int metrics)
    {
        Span<Row> rows = CollectionsMarshal.AsSpan(_rows);
        if (IsSorted(rows))
        {
            return;
        }

        if (_places.Length <= metrics)
        {
            _places = new int[metrics + 1];
        }

        Array.Clear(_places);
        foreach (ref readonly Row row in rows)
        {
            _places[row.Name.Metric + 1]++;
        }

        for (int i = 1; i <= metrics; i++)
        {
            _places[i] += _places[i - 1];
        }

        if (_sorted.Length < rows.Length)
        {
            _sorted = new Row[rows.Length];
        }

        foreach (ref readonly Row row in rows)
        {
            _sorted[_places[row.Name.Metric]++] = row;
        }

        _sorted.AsSpan(0, rows.Length).CopyTo(rows);
    }

    /// <summary>Replaces a range of rows with others.</summary>
    public void Replace(int start, int count, IReadOnlyList<Row> rows)
    {
        _rows.RemoveRange(start, count);
        _rows.InsertRange(start, rows);
    }

    /// <summary>
    /// Merges rows whose labels differ but have the same text: one holds a byte that is not UTF-8, and the other spells it, as <c>\xff</c>. The last wins, as
    /// for equal rows.
    /// </summary>
    public void MergeAlike(ReadOnlySpan<byte> reply)
    {
        if (_rows.Count < 2 || !KeyText.MayCollide(reply))
        {
            return;
        }

        var places = new Dictionary<(string Name, string Labels, double Bound), int>(_rows.Count);
        int kept = 0;
        for (int i = 0; i < _rows.Count; i++)
        {
            Row row = _rows[i];
            (string Name, string Labels, double Bound) series = (row.Name.Name, this.LabelsOf(reply, row), row.Bound);
            bool isNew = places.TryAdd(series, kept);
            _rows[isNew ? kept++ : places[series]] = row;
        }

        Replaced += _rows.Count - kept;
        _rows.RemoveRange(kept, _rows.Count - kept);
    }

    private static bool IsSorted(ReadOnlySpan<Row> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i].Name.Metric < rows[i - 1].Name.Metric)
            {
                return false;
            }
        }

        return true;
    }

    private int FindAmongFew(ReadOnlySpan<byte> reply, in Row row)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            if (IsSameSeries(reply, _rows[i], row))
            {
                return i;
            }
        }

        return -1;
    }

    private int Find(ReadOnlySpan<byte> reply, in Row row, int hash)
    {
        int index = _lastByHash.GetValueOrDefault(hash, -1);
        while (index >= 0 && !IsSameSeries(reply, _rows[index], row))
        {
            index = _previousAlike[index];
        }

        return index;
    }

    private void IndexAll(ReadOnlySpan<byte> reply)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            Index(HashOf(reply, _rows[i]), i);
        }
    }

    private void Index(int hash, int row)
    {
        _previousAlike.Add(_lastByHash.GetValueOrDefault(hash, -1));
        _lastByHash[hash] = row;
    }

    private bool IsSameSeries(ReadOnlySpan<byte> reply, in Row one, in Row other) =>
        ReferenceEquals(one.Name, other.Name) && one.Bound.Equals(other.Bound) && HaveSameBytes(reply, one, other);

    private bool HaveSameBytes(ReadOnlySpan<byte> reply, in Row one, in Row other)
    {
        for (int i = 0; i < one.Name.Declaration.Labels.Length; i++)
        {
            if (!LabelIn(reply, one, i).SequenceEqual(LabelIn(reply, other, i)))
            {
                return false;
            }
        }

        return true;
    }

    private int HashOf(ReadOnlySpan<byte> reply, in Row row)
    {
        HashCode hash = default;
        hash.Add(row.Name.Name);
        hash.Add(row.Bound);
        for (int i = 0; i < row.Name.Declaration.Labels.Length; i++)
        {
            hash.AddBytes(LabelIn(reply, row, i));
        }

        return hash.ToHashCode();
    }
}
