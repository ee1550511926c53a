using System.IO.Compression;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A configuration as it was loaded, for people to see; compressed, since it is kept and rarely looked at.</summary>
internal sealed class ShownConfiguration
{
    private readonly byte[] _compressed;

    private ShownConfiguration(byte[] compressed, string? file) => (_compressed, File) = (compressed, file);

    /// <summary>Path of the file; null where there is none.</summary>
    public string? File { get; }

    /// <summary>The text, as YAML; what the configuration marks as secret is masked.</summary>
    /// <param name="secrets">Replaced wherever else they stand.</param>
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

    /// <summary>The configuration of a tree.</summary>
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
/// <param name="Shown">As it was loaded; null where it was not loaded from anywhere.</param>
/// <param name="LoadedAt">When it was put to use.</param>
internal sealed record LoadedConfiguration(ShownConfiguration? Shown, DateTimeOffset LoadedAt);
