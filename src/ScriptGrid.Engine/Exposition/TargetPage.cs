using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Writes the families of one target, for a response about it alone.</summary>
internal static class TargetPage
{
    /// <summary>Writes every family that has lines.</summary>
    /// <param name="target">The target's state, and when its certificates expire; what is not known is left out. Null leaves both out.</param>
    /// <param name="results">Results of its scripts.</param>
    /// <param name="families">The families' names.</param>
    /// <param name="format">The format of the page.</param>
    /// <param name="now">The current time; expired results are left out.</param>
    public static byte[] Write(
        TargetResults? target, IReadOnlyList<ScriptResults> results, TargetFamilies families, ExpositionFormat format, TimeSpan now)
    {
        var page = new ExpositionBuffer();
        Append(page, families.Up, target is null ? [] : target.UpLine, format);
        Append(page, families.Certificates, target is null ? [] : target.CertificateLines, format);

        for (int family = 0; family < families.PerScript.Length; family++)
        {
            Append(page, families.PerScript[family], family, results, format, now);
        }

        foreach ((int id, MetricFamily family) in families.Declared)
        {
            Append(page, family, id, results, format, now);
        }

        return page.WrittenSpan.ToArray();
    }

    private static void Append(ExpositionBuffer page, MetricFamily family, ReadOnlySpan<byte> lines, ExpositionFormat format)
    {
        if (!lines.IsEmpty)
        {
            page.AppendHeader(family, format);
            page.Append(lines);
        }
    }

    private static void Append(
        ExpositionBuffer page, MetricFamily family, int id, IReadOnlyList<ScriptResults> results, ExpositionFormat format, TimeSpan now)
    {
        int start = page.Length;
        page.AppendHeader(family, format);
        int lines = page.Length;
        foreach (ScriptResults result in results)
        {
            Append(page, result, id, now);
        }

        if (page.Length == lines)
        {
            page.Truncate(start);
        }
    }

    private static void Append(ExpositionBuffer page, ScriptResults result, int family, TimeSpan now)
    {
        int length = 0;
        while (!result.TryCopy(family, page.Reserve(length), now, out length))
        {
            // The room was too small, or the result has grown since its size was read.
        }

        page.Advance(length);
    }
}
