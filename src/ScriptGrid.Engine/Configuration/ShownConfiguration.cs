using System.Collections.Immutable;
using System.IO.Compression;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A configuration as it was loaded, for display. Compressed, because it is always kept but rarely shown.</summary>
internal sealed class ShownConfiguration
{
    private readonly byte[] _compressed;

    private ShownConfiguration(byte[] compressed, string? file) => (_compressed, File) = (compressed, file);

    /// <summary>The path of the file; null if there is none.</summary>
    public string? File { get; }

    /// <summary>Returns the configuration as YAML. Values that the configuration marks as secret are masked.</summary>
    /// <param name="secrets">Masks secrets wherever else they occur.</param>
    public string Text(SecretMask secrets)
    {
        using var pieces = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(_compressed), CompressionMode.Decompress))
        {
            brotli.CopyTo(pieces);
        }

        pieces.Position = 0;
        return YamlWriter.Read(pieces, secrets);
    }

    /// <summary>Makes it from a configuration tree.</summary>
    public static ShownConfiguration Of(SectionNode tree, string? file)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            YamlWriter.Write(tree, brotli);
        }

        return new ShownConfiguration(compressed.ToArray(), file);
    }
}

/// <summary>The configuration in use.</summary>
/// <param name="Shown">The configuration for display; null if it was not loaded from anywhere.</param>
/// <param name="LoadedAt">When it was put into use.</param>
internal sealed record LoadedConfiguration(ShownConfiguration? Shown, DateTimeOffset LoadedAt)
{
    /// <summary>In compatibility with redis_exporter, the collectors for which a request to <c>/scrape</c> may name keys.</summary>
    public ImmutableArray<ScriptSpec> AskableCollectors { get; init; } = [];
}
