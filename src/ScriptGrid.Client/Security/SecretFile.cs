using System.Globalization;
using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>The file that holds the client secret: text of a bounded length, which is never waited for.</summary>
internal static class SecretFile
{
    /// <summary>The longest file that is read.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The secret; null, with one sentence that says why, where the file does not give one.</summary>
    public static byte[]? Read(string path, out string problem)
    {
        try
        {
            problem = KindProblem(path) ?? "";
            byte[] bytes = problem.Length == 0 ? ReadAtMost(path, MaxBytes + 1) : [];
            byte[] secret = bytes.Length <= MaxBytes ? ClientSecret.Parse(Encoding.UTF8.GetString(WithoutMark(bytes))) : [];
            problem = problem.Length > 0 ? problem : TextProblem(path, bytes, secret) ?? "";
            return problem.Length == 0 ? secret : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"The client secret cannot be read: {Explain(path, failure)}";
            return null;
        }
    }

    /// <summary>What has no length is empty, or a pipe or a device, which a read might wait for without end.</summary>
    private static string? KindProblem(string path)
    {
        if (Directory.Exists(path))
        {
            return $"The client secret cannot be read: {path} is a directory; name a file.";
        }

        FileInfo file = (FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return file.Length == 0 ? $"The client secret cannot be read: {path} is empty, or no regular file." : null;
    }

    private static string? TextProblem(string path, ReadOnlySpan<byte> bytes, byte[] secret) =>
        bytes.Length > MaxBytes ? string.Create(CultureInfo.InvariantCulture, $"The client secret cannot be read: {path} is longer than {MaxBytes / 1024} KiB.")
        : bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? $"The client secret cannot be read: {path} is UTF-16; save it as UTF-8."
        : ClientSecret.Problem(secret);

    /// <summary>The file may grow while it is read.</summary>
    private static byte[] ReadAtMost(string path, int maxBytes)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[maxBytes];
        return bytes[..file.ReadAtLeast(bytes, maxBytes, throwOnEndOfStream: false)];
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist.",
        UnauthorizedAccessException => $"{path} may not be read by this user.",
        _ => failure.Message,
    };
}
