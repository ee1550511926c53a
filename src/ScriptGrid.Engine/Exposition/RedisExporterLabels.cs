namespace ScriptGrid.Engine.Exposition;

/// <summary>Names series as oliver006/redis_exporter does: without the target, which its users add in the scrape configuration.</summary>
internal static class RedisExporterLabels
{
    /// <summary>
    /// Removes the target label from each line. It comes first after the brace, and no label value can look like it, since quotes in
    /// values are escaped.
    /// </summary>
    /// <param name="page">Rendered lines.</param>
    /// <param name="targetLabel">The label as it is written, with its comma; empty if the lines have none.</param>
    public static byte[] RemoveTarget(ReadOnlySpan<byte> page, ReadOnlySpan<byte> targetLabel)
    {
        if (targetLabel.IsEmpty)
        {
            return page.ToArray();
        }

        byte[] only = [(byte)'{', .. targetLabel[..^1], (byte)'}'];
        byte[] first = [(byte)'{', .. targetLabel];
        return Replace(Replace(page, only, []), first, "{"u8);
    }

    private static byte[] Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var result = new ExpositionBuffer();
        for (int at = text.IndexOf(old); at >= 0; at = text.IndexOf(old))
        {
            result.Append(text[..at]);
            result.Append(replacement);
            text = text[(at + old.Length)..];
        }

        result.Append(text);
        return result.WrittenSpan.ToArray();
    }
}
