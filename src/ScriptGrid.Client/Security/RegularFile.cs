using System.Globalization;

namespace ScriptGrid.Client.Security;

/// <summary>Reads files up to a maximum length. Only regular files are read, so that a read never blocks.</summary>
internal static class RegularFile
{
    /// <summary>Returns the file's bytes, without a byte order mark.</summary>
    /// <exception cref="IOException">The file is not regular, is empty or too long, is UTF-16, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read the file.</exception>
    public static byte[] Read(string path, int maxBytes)
    {
        // A file without a length is empty, or a pipe or a device, on which a read might block forever.
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

    /// <summary>Returns why a file could not be read, in one sentence.</summary>
    public static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist.",
        UnauthorizedAccessException => $"{path} may not be read by this user.",
        _ => failure.Message,
    };
}
