using System.Text.Json;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// redis_exporter's password file: a JSON object that maps URIs to passwords. A password applies to the URI's address, user and scheme. Unlike in
/// redis_exporter, <c>redis://h</c> and <c>redis://h:6379</c> are the same.
/// </summary>
internal sealed class RedisExporterPasswords
{
    /// <summary>The key that names the file.</summary>
    public const string Key = "redis_exporter_password_file";

    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly Dictionary<(TargetAddress Address, string? Username, bool IsTls), string> _passwords = [];

    /// <summary>Whether it names no target.</summary>
    public bool IsEmpty => _passwords.Count == 0;

    /// <summary>Every password in it.</summary>
    public IEnumerable<string> Passwords => _passwords.Values;

    /// <summary>
    /// Reads the file that the section names; null if it names none. A file with errors is reported and keeps what was read before the error.
    /// </summary>
    public static RedisExporterPasswords? Read(Section section)
    {
        if (section.FilePath(Key) is not { } path)
        {
            return null;
        }

        var passwords = new RedisExporterPasswords();
        TextNode file = section.Find(Key)!;
        string? problem = BoundedFile.Read(path, MaxBytes, out string unreadable) is { } json
            ? passwords.Add(path, json)
            : ShownName.File(file, path, unreadable);
        if (problem is not null)
        {
            section.Error(Key, file.Place, problem);
        }

        return passwords;
    }

    /// <summary>Returns the password of a target; empty if the file gives it none, null if the file does not name it.</summary>
    public string? Find(RedisUri uri, string? username) => _passwords.GetValueOrDefault((uri.Address, username, uri.IsTls));

    /// <summary>Returns the credentials for a password of the file; null if the password is empty, even if there is a user.</summary>
    public static RedisCredentials? Credentials(string? username, string password) =>
        password.Length == 0 ? null : new RedisCredentials(username, password);

    private string? Add(string path, byte[] json)
    {
        try
        {
            foreach ((string text, string? password) in JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? [])
            {
                if (RedisUri.Parse(text, out string error) is not { } uri)
                {
                    return $"{path}: {error}";
                }

                _passwords[(uri.Address, uri.Username, uri.IsTls)] = password ?? ""; // As Go reads null.
            }

            return null;
        }
        catch (JsonException exception)
        {
            // The exception's message may quote the text that it found, and that may be a password.
            return $"{path} must be a JSON object of URI to password, as redis_exporter reads it (line {1 + (exception.LineNumber ?? 0)})";
        }
    }
}
