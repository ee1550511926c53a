using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The login that a credentials file gives for a target.</summary>
/// <param name="Username">The user; null means the configured user, or the default user if none is configured.</param>
/// <param name="Password">The password; empty means no login.</param>
internal readonly record struct FileLogin(string? Username, string Password);

/// <summary>
/// A credentials file: a JSON object that maps targets to passwords, like redis_exporter's password file, or to objects of username and password. A
/// target is a URI, which may name a user, or a pattern of host names. A URI takes precedence over a pattern, and a specific pattern over a general
/// one.
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

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Every password in it.</summary>
    public IEnumerable<string> Passwords => _exact.Values.SelectMany(static entries => entries).Concat(_patterns).Select(static entry => entry.Password);

    /// <summary>Reads the file that the section names; null if it names none or the file cannot be used.</summary>
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

    /// <summary>Loads the file. Returns null if it cannot be used; the problem is then one sentence without secrets.</summary>
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

    /// <summary>Loads the file; if it cannot be used, returns one without targets, and the problem.</summary>
    public static CredentialsFile LoadOrEmpty(string path, out string problem) => Load(path, out problem) ?? new CredentialsFile(path);

    /// <summary>Whether both files have the same content.</summary>
    public bool SaysTheSameAs(CredentialsFile other) => _hash.AsSpan().SequenceEqual(other._hash);

    /// <summary>Returns the login for a target; null if the file does not name it.</summary>
    /// <param name="address">The target.</param>
    /// <param name="isTls">Whether the target is reached over TLS. An entry written as <c>rediss://</c> is never sent in the clear.</param>
    /// <param name="username">The configured user; entries for other users are ignored. Null for none.</param>
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
            // The exception's message may quote the text that it found, and that may be a password.
            return $"{Path} is not JSON (line {1 + (exception.LineNumber ?? 0)})";
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
                return $"{RedisUri.Redact(target)} is not a pattern; write a host name whose parts may be *, such as *.redis.internal or redis://user@*.internal:6379";
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

        string? problem = uri.Password is not null ? "contains a password; write the password as the value"
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
        /// <summary>The pattern of host names; null for an entry about one target.</summary>
        public Regex? Host { get; init; }

        /// <summary>The port; null for any.</summary>
        public int? Port { get; init; }

        /// <summary>How specific the pattern is: the number of its literal characters, plus one if it has a port.</summary>
        public int Weight { get; init; }

        public bool Covers(TargetAddress address) => Host!.IsMatch(address.Host) && (Port ?? address.Port) == address.Port;

        /// <summary>The user, never the password.</summary>
        public override string ToString() => Username ?? "default";
    }
}
