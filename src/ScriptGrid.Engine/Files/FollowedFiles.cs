using System.Security.Cryptography;
using System.Text;

namespace ScriptGrid.Engine.Files;

/// <summary>Reads files and remembers a hash of each, to detect changes later. It also remembers files that could not be read.</summary>
internal sealed class FollowedFiles
{
    private readonly Dictionary<string, (int MaxBytes, byte[] Hash)> _found = new(StringComparer.Ordinal);

    /// <summary>Whether any file has changed since it was read: its content, whether it can be read, or why it cannot.</summary>
    public bool HaveChanged =>
        _found.Any(static file => !HashOf(BoundedFile.Read(file.Key, file.Value.MaxBytes, out string problem), problem).AsSpan().SequenceEqual(file.Value.Hash));

    /// <inheritdoc cref="BoundedFile.Read"/>
    public byte[]? Read(string path, int maxBytes, out string problem)
    {
        byte[]? bytes = BoundedFile.Read(path, maxBytes, out problem);
        _found[path] = (maxBytes, HashOf(bytes, problem));
        return bytes;
    }

    private static byte[] HashOf(byte[]? bytes, string problem) => SHA256.HashData(bytes ?? Encoding.UTF8.GetBytes(problem));
}
