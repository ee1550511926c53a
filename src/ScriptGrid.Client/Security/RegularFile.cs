using System.Globalization;

namespace ScriptGrid.Client.Security;

/// <summary>Reads files of a bounded length, which are never waited for.</summary>
internal static class RegularFile
{
    /// <summary>The file's bytes, without a byte order mark.</summary>
    /// <exception cref="IOException">It is no regular file, empty, or too long, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static byte[] Read(string path, int maxBytes)
    {
        // What has no length is empty, or a pipe or a device, which a read might wait for without end.
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a directory; name a file.");
        }

        FileInfo info = (FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        if (info.Length == 0)
        {
            throw new IOException($"{path} is empty, or no regular file.");
        }

        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[Math.Min(info.Length, maxBytes) + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > maxBytes ? throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{path} is longer than {maxBytes / 1024} KiB."))
            : length == bytes.Length ? throw new IOException($"{path} grows while it is read.")
            : bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? throw new IOException($"{path} is UTF-16; save it as UTF-8.")
            : bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..length]
            : bytes[..length];
    }

    /// <summary>Why a file could not be read, in one sentence.</summary>
    public static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist.",
        UnauthorizedAccessException => $"{path} may not be read by this user.",
        _ => failure.Message,
    };
}
