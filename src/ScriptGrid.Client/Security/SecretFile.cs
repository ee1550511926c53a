using System.Text;
using System.Text.Unicode;

namespace ScriptGrid.Client.Security;

/// <summary>Reads the file that holds the client secret. Only a regular file of limited length is read, so that this never blocks.</summary>
internal static class SecretFile
{
    /// <summary>The maximum length of the file, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Returns the secret; or null, with the reason in one sentence, if the file does not hold one.</summary>
    public static byte[]? Read(string path, out string problem)
    {
        try
        {
            byte[] bytes = RegularFile.Read(path, MaxBytes);
            if (!Utf8.IsValid(bytes))
            {
                problem = $"The client secret cannot be read: {path} is not UTF-8; save it as UTF-8."; // The silos refuse such a file too.
                return null;
            }

            byte[] secret = ClientSecret.Parse(Encoding.UTF8.GetString(bytes));
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
