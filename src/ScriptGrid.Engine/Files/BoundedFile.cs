using Microsoft.Win32.SafeHandles;

namespace ScriptGrid.Engine.Files;

/// <summary>
/// Reads every file that the product reads: text of a bounded length. It never blocks on a pipe or device, and says in the operator's words why a file cannot
/// be read.
/// </summary>
internal static class BoundedFile
{
    /// <summary>
    /// Returns the file's bytes without a byte order mark. If the file is missing, unreadable, not a regular file, too long or in UTF-16, returns null and the
    /// problem.
    /// </summary>
    public static byte[]? Read(string path, int maxBytes, out string problem)
    {
        if (KindProblem(path) is { } kind)
        {
            problem = kind;
            return null;
        }

        try
        {
            byte[] bytes = ReadAtMost(path, maxBytes + 1);
            problem = bytes.Length > maxBytes ? $"{path} is longer than {maxBytes / 1024} KiB" : MarkProblem(path, bytes) ?? "";
            return problem.Length > 0 ? null : WithoutMark(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = Explain(path, exception);
            return null;
        }
    }

    /// <summary>The last write time of the file that the path leads to, links followed; null if the file cannot be opened.</summary>
    public static DateTimeOffset? WrittenAt(string path)
    {
        if (KindProblem(path) is not null)
        {
            return null;
        }

        try
        {
            // Ask by handle: by path, .NET returns the time of a link itself, and Kubernetes mounts files as links.
            using SafeFileHandle file = File.OpenHandle(path);
            return new DateTimeOffset(File.GetLastWriteTimeUtc(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns the text without its byte order mark. Editors on Windows write the mark; it is not part of the text.</summary>
    public static byte[] WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private static byte[] ReadAtMost(string path, int maxBytes)
    {
        using FileStream file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[4096];
        for (int read = file.Read(buffer); read > 0 && bytes.Length < maxBytes; read = file.Read(buffer))
        {
            bytes.Write(buffer.AsSpan(0, read));
        }

        return bytes.ToArray();
    }

    private static string? KindProblem(string path) => FileStatus.Of(path)?.Kind switch
    {
        null or FileKind.Regular => null,
        FileKind.Directory => $"{path} is a directory; name a file",
        FileKind.Pipe => $"{path} is a pipe; name a regular file",
        FileKind.Socket => $"{path} is a socket; name a regular file",
        _ => $"{path} is a device; name a regular file",
    };

    private static string? MarkProblem(string path, ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        ? $"{path} begins with the byte order mark of UTF-16; save it as UTF-8"
        : null;

    private static string Explain(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist",
        UnauthorizedAccessException when Directory.Exists(path) => $"{path} is a directory; name a file",
        UnauthorizedAccessException => $"this user has no permission to read {path}",
        _ => $"{path} cannot be read: {exception.Message}",
    };
}
