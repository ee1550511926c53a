using Microsoft.Win32.SafeHandles;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads small files and says in the operator's words why one cannot be read.</summary>
internal static class BoundedFile
{
    /// <summary>The file's bytes; null, with the problem, when it is missing, unreadable or too long.</summary>
    public static byte[]? Read(string path, int maxBytes, out string problem)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[4096];
            for (int read = file.Read(buffer); read > 0 && bytes.Length <= maxBytes; read = file.Read(buffer))
            {
                bytes.Write(buffer.AsSpan(0, read));
            }

            bool fits = bytes.Length <= maxBytes;
            problem = fits ? "" : $"{path} is longer than {maxBytes / 1024} KiB";
            return fits ? bytes.ToArray() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = Explain(path, exception);
            return null;
        }
    }

    /// <summary>When the file that the path leads to, through links too, was last written; null when it is gone.</summary>
    public static DateTimeOffset? WrittenAt(string path)
    {
        try
        {
            // By its handle: by its path a link gives its own time, not the file's, and Kubernetes mounts files as links.
            using SafeFileHandle file = File.OpenHandle(path);
            return new DateTimeOffset(File.GetLastWriteTimeUtc(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Explain(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist",
        UnauthorizedAccessException when Directory.Exists(path) => $"{path} is a directory; name a file",
        UnauthorizedAccessException => $"{path} may not be read by this user",
        _ => $"{path} cannot be read: {exception.Message}",
    };
}
