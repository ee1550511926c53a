namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>What one instrument measured under one set of labels. Recording is free of locks and of allocation.</summary>
internal abstract class Series
{
    /// <summary>Takes one measurement, in the instrument's unit.</summary>
    public abstract void Record(double value);

    /// <summary>Appends the sample lines, in the base unit.</summary>
    public abstract void Write(ExpositionBuffer buffer, SeriesText text);

    /// <summary>Adds to a double that others add to at the same time.</summary>
    protected static void Add(ref double sum, double value)
    {
        double seen = Volatile.Read(ref sum);
        double found;
        while ((found = Interlocked.CompareExchange(ref sum, seen + value, seen)) != seen)
        {
            seen = found;
        }
    }
}

/// <summary>What is the same in every line of a series.</summary>
/// <param name="Name">The family's name.</param>
/// <param name="Labels">The rendered labels, without braces; may be empty.</param>
/// <param name="Divisor">What brings a measurement to the base unit.</param>
internal readonly record struct SeriesText(string Name, string Labels, double Divisor)
{
    /// <summary>Appends one sample line.</summary>
    public void WriteSample(ExpositionBuffer buffer, string suffix, string extraLabel, double value)
    {
        buffer.Append(Name);
        buffer.Append(suffix);
        if (Labels.Length + extraLabel.Length > 0)
        {
            buffer.Append((byte)'{');
            buffer.Append(Labels);
            buffer.Append(Labels.Length > 0 && extraLabel.Length > 0 ? "," : "");
            buffer.Append(extraLabel);
            buffer.Append((byte)'}');
        }

        buffer.Append((byte)' ');
        buffer.AppendNumber(value);
        buffer.Append((byte)'\n');
    }
}

/// <summary>The sum of all measurements: a counter, or an instrument that is told of ups and downs.</summary>
internal sealed class SumSeries : Series
{
    private double _sum;

    /// <inheritdoc/>
    public override void Record(double value)
    {
        if (double.IsFinite(value))
        {
            Add(ref _sum, value);
        }
    }

    /// <inheritdoc/>
    public override void Write(ExpositionBuffer buffer, SeriesText text) =>
        text.WriteSample(buffer, "", "", Volatile.Read(ref _sum) / text.Divisor);
}

/// <summary>The last measurement: a gauge, or what an observable instrument reports.</summary>
internal sealed class LastValueSeries : Series
{
    private double _value;

    /// <inheritdoc/>
    public override void Record(double value) => Volatile.Write(ref _value, value);

    /// <inheritdoc/>
    public override void Write(ExpositionBuffer buffer, SeriesText text) =>
        text.WriteSample(buffer, "", "", Volatile.Read(ref _value) / text.Divisor);
}
