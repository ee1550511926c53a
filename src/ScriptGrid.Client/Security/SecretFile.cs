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
            byte[] secret = ClientSecret.Parse(Encoding.UTF8.GetString(RegularFile.Read(path, MaxBytes)));
            problem = ClientSecret.Problem(secret) ?? "";
            return problem.Length == 0 ? secret : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"The client secret cannot be read: {RegularFile.Explain(path, failure)}";
            return null;
        }
    }
}
