using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>What a credentials file says of a target.</summary>
/// <param name="Username">The user; null is the default user, or the one that is configured.</param>
/// <param name="Password">The password; empty is no login.</param>
internal readonly record struct FileLogin(string? Username, string Password);

/// <summary>
/// A JSON object of target to password, as redis_exporter's password file, or to an object of username and password. A target is a URI, which may
/// name a user, or a pattern of host names; a URI stands before a pattern, and of two patterns the one that says more.
/// </summary>
internal sealed partial class CredentialsFile
{
    /// <summary>The key that names the file.</summary>
    public const string Key = "credentials_file";

    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly Dictionary<(string Host, int Port), List<Entry>> _exact = [];
    private readonly List<Entry> _patterns = [];
    private byte[] _hash = [];

    private CredentialsFile(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Every password in it.</summary>
    public IEnumerable<string> Passwords => _exact.Values.SelectMany(static entries => entries).Concat(_patterns).Select(static entry => entry.Password);

    /// <summary>The file that the section names; null when it names none or it cannot be used.</summary>
    public static CredentialsFile? Read(Section section)
    {
        if (section.FilePath(Key) is not { } path)
        {
            return null;
        }

        CredentialsFile? read = Load(path, out string problem);
        if (read is null)
        {
            TextNode file = section.Find(Key)!;
            section.Error(Key, file.Place, ShownName.File(file, path, problem));
        }

        return read;
    }

    /// <summary>The file; null, with one sentence that shows no secret, where it cannot be used.</summary>
    public static CredentialsFile? Load(string path, out string problem)
    {
        if (BoundedFile.Read(path, MaxBytes, out problem) is not { } json)
        {
            return null;
        }

        var file = new CredentialsFile(path) { _hash = SHA256.HashData(json) };
        problem = file.Add(json) ?? "";
        return problem.Length == 0 ? file : null;
    }

    /// <summary>The file, or one that names no target and says why.</summary>
    public static CredentialsFile LoadOrEmpty(string path, out string problem) => Load(path, out problem) ?? new CredentialsFile(path);

    /// <summary>Whether both have the same text.</summary>
    public bool SaysTheSameAs(CredentialsFile other) => _hash.AsSpan().SequenceEqual(other._hash);

    /// <summary>How to log in to a target; null where the file does not name it.</summary>
    /// <param name="address">The target.</param>
    /// <param name="isTls">Whether TLS is spoken to it; what is written as <c>rediss://</c> never travels in the clear.</param>
    /// <param name="username">The user that is configured; entries of others are not for it. Null for none.</param>
    public FileLogin? Find(TargetAddress address, bool isTls, string? username)
    {
        IEnumerable<Entry> exact = _exact.GetValueOrDefault((address.Host, address.Port)) ?? [];
        Entry? found = Best(exact, isTls, username)
            ?? (address.IsUnixSocket ? null : Best(_patterns.Where(entry => entry.Covers(address)), isTls, username));
        return found is null ? null : new FileLogin(username ?? found.Username, found.Password);
    }

    private static Entry? Best(IEnumerable<Entry> entries, bool isTls, string? username) => entries
        .Where(entry => (isTls || !entry.IsTls) && (username is null || entry.Username is null || entry.Username == username))
        .OrderByDescending(static entry => entry.Weight)
        .ThenByDescending(entry => entry.Username == username)
        .FirstOrDefault();

    private string? Add(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return $"{Path} must be a JSON object of target to password";
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (Add(property.Name, property.Value) is { } problem)
                {
                    return $"{Path}: {problem}";
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            // The exception's own message may quote what it found, and that may be a password.
            return $"{Path} is no JSON (line {1 + (exception.LineNumber ?? 0)})";
        }
    }

    private string? Add(string target, JsonElement value)
    {
        if (LoginOf(value) is not { } login)
        {
            return $"{RedisUri.Redact(target)}: write its password, or an object of username and password";
        }

        if (target.Contains('*'))
        {
            if (Pattern().Match(target) is not { Success: true } pattern)
            {
                return $"{RedisUri.Redact(target)} is no pattern; write a host name whose parts may be *, such as *.redis.internal or redis://user@*.internal:6379";
            }

            string? user = pattern.Groups["user"] is { Success: true, Value: { Length: > 0 } written } ? Uri.UnescapeDataString(written) : null;
            _patterns.Add(new Entry(user ?? login.Username, login.Password, pattern.Groups["tls"].Success)
            {
                Host = HostPattern(pattern.Groups["host"].Value),
                Port = pattern.Groups["port"].Success ? int.Parse(pattern.Groups["port"].Value, CultureInfo.InvariantCulture) : null,
                Weight = pattern.Groups["host"].Value.Count(static character => character != '*') + (pattern.Groups["port"].Success ? 1 : 0),
            });
            return login.Username is not null && user is not null ? $"{RedisUri.Redact(target)} has its user twice; keep one" : null;
        }

        if (RedisUri.Parse(target, out string error) is not { } uri)
        {
            return error;
        }

        string? problem = uri.Password is not null ? "holds a password; the password is the value"
            : uri.Username is not null && login.Username is not null ? "has its user twice; keep one"
            : null;
        (string, int) place = (uri.Address.Host, uri.Address.Port);
        _exact.TryAdd(place, []);
        _exact[place].Add(new Entry(uri.Username ?? login.Username, login.Password, uri.IsTls));
        return problem is null ? null : $"{RedisUri.Redact(target)} {problem}";
    }

    private static FileLogin? LoginOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new FileLogin(null, value.GetString()!);
        }

        bool isLogin = value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().All(static part => part is { Name: "username" or "password", Value.ValueKind: JsonValueKind.String })
            && value.TryGetProperty("password", out _);
        return !isLogin ? null : new FileLogin(
            value.TryGetProperty("username", out JsonElement user) && user.GetString() is { Length: > 0 } name ? name : null,
            value.GetProperty("password").GetString()!);
    }

    private static Regex HostPattern(string text) => new(
        $@"\A{Regex.Escape(text.ToLowerInvariant()).Replace(@"\*", ".*", StringComparison.Ordinal)}\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    [GeneratedRegex(@"\A((redis|valkey)(?<tls>s)?://)?((?<user>[^@:/]*)@)?(?<host>[A-Za-z0-9*._-]+)(:(?<port>[0-9]{1,5}))?/?\z")]
    private static partial Regex Pattern();

    private sealed record Entry(string? Username, string Password, bool IsTls)
    {
        /// <summary>The names that it is for; null for one target.</summary>
        public Regex? Host { get; init; }

        /// <summary>The port; null for any.</summary>
        public int? Port { get; init; }

        /// <summary>How much it says of the host.</summary>
        public int Weight { get; init; }

        public bool Covers(TargetAddress address) => Host!.IsMatch(address.Host) && (Port ?? address.Port) == address.Port;

        /// <summary>The user, and never the password.</summary>
        public override string ToString() => Username ?? "default";
    }
}
