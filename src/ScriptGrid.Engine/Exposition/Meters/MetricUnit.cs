namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>What an instrument's UCUM unit adds to a metric's name, and the divisor that brings values to the base unit.</summary>
/// <param name="Suffix">The base unit as Prometheus spells it; empty for a unit without one.</param>
/// <param name="Divisor">Values are divided and not multiplied: 35 ms / 1000 is exactly the double 0.035, and 35 ms * 0.001 is not.</param>
internal readonly record struct MetricUnit(string Suffix, double Divisor)
{
    private const string Seconds = "seconds";
    private const string Bytes = "bytes";

    /// <summary>Whether values arrive in seconds.</summary>
    public bool IsSeconds => Suffix == Seconds && Divisor == 1;

    /// <summary>Parses a unit. Annotations such as <c>{item}</c>, a bare <c>1</c> and unknown units add nothing.</summary>
    public static MetricUnit Parse(string? unit) => unit switch
    {
        "s" => new(Seconds, 1),
        "ms" => new(Seconds, 1e3),
        "us" => new(Seconds, 1e6),
        "ns" => new(Seconds, 1e9),
        "By" => new(Bytes, 1),
        "KiBy" => new(Bytes, 1.0 / 1024),
        "MiBy" or "MB" => new(Bytes, 1.0 / (1024 * 1024)),
        "%" => new("ratio", 100),
        _ => new("", 1),
    };
}
