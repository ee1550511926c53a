using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// A target as people write it: <c>redis://[user[:password]@]host[:port][/db]</c>, <c>rediss://…</c> for TLS, <c>valkey://</c> and <c>valkeys://</c> for the
/// same, <c>unix://[user[:password]@]/path[?db=N]</c>, a bare <c>host[:port][/db]</c>, or an identity (<see cref="TargetAddress.Id"/>).
/// </summary>
/// <remarks>
/// In the identity of a Unix socket, <c>unix:/path[/db]</c>, a last segment that is a number is the database. This is not ambiguous among existing sockets:
/// <c>/path</c> cannot be both a socket and a directory that holds one. In <c>unix://</c> the whole path is the socket's; <see cref="Write"/> returns that form
/// where the identity would be read as another place.
/// User, password and database are percent-decoded. The last <c>@</c> ends user and password, so that a password may hold an unencoded one.
/// </remarks>
internal sealed partial record RedisUri
{
    /// <summary>The longest path that fits in Linux's <c>sockaddr_un</c>.</summary>
    private const int MaxSocketPathBytes = 107;

    /// <summary>The longest name, and the longest label of one, that DNS allows. RFC 1035, 2.3.4.</summary>
    private const int MaxHostName = 253;
    private const int MaxHostLabel = 63;

    private RedisUri(TargetAddress address, (string? User, string? Password) login, bool isTls)
    {
        Address = address;
        Username = login.User;
        Password = login.Password;
        IsTls = isTls;
    }

    /// <summary>Where the target is.</summary>
    public TargetAddress Address { get; }

    /// <summary>The user; null if none is written.</summary>
    public string? Username { get; }

    /// <summary>The password; null if none is written, as in <c>redis://user@host</c>.</summary>
    public string? Password { get; }

    /// <summary>Whether the scheme is <c>rediss</c> or <c>valkeys</c>.</summary>
    public bool IsTls { get; }

    /// <summary>Returns the address, and never a credential.</summary>
    public override string ToString() => Address.Id;

    /// <summary>Parses <paramref name="text"/>. If that fails, returns null, and one sentence that holds no credential.</summary>
    /// <param name="text">The text.</param>
    /// <param name="error">The problem; empty if there is none.</param>
    /// <param name="defaultPort">The port of a host that is written without one.</param>
    public static RedisUri? Parse(string text, out string error, int defaultPort = TargetAddress.DefaultPort)
    {
        if (TargetAddress.OfPlainIdentity(text) is { } plain)
        {
            error = "";
            return new RedisUri(plain, default, isTls: false);
        }

        (string scheme, string rest) = Split(text);
        RedisUri? uri = scheme switch
        {
            "" or "redis" or "valkey" => ParseTcp(rest, isTls: false, defaultPort, out error),
            "rediss" or "valkeys" => ParseTcp(rest, isTls: true, defaultPort, out error),
            "unix" => ParseSocket(rest, out error),
            "unix:" => ParseSocketIdentity(rest, out error),
            _ => Fail("the scheme must be redis, rediss, valkey, valkeys or unix", out error),
        };
        error = uri is null ? $"\"{Redact(text)}\" is not a valid target: {error}" : "";
        return uri;
    }

    /// <summary>Returns a text that <see cref="Parse"/> reads as exactly this place: the identity, or a URI if the path of a socket ends in a number.</summary>
    public static string Write(TargetAddress address)
    {
        if (!address.IsUnixSocket || (Parse(address.Id, out _)?.Address is { } read && read.Host == address.Host))
        {
            return address.Id;
        }

        string path = string.Join('/', address.Host.Split('/').Select(Uri.EscapeDataString));
        return string.Create(CultureInfo.InvariantCulture, $"unix://{path}?db={address.Database}");
    }

    /// <summary>Returns <paramref name="text"/> for messages: anything that could be part of a credential becomes <c>***</c>.</summary>
    public static string Redact(string text)
    {
        string shown = Scheme().Match(text).Value;
        string rest = text[shown.Length..];
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            shown += "***@";
            rest = rest[(at + 1)..];
        }

        Match harmless = Harmless().Match(rest);
        return harmless.Length == rest.Length ? shown + rest : $"{shown}{harmless.Value}***";
    }

    private static (string Scheme, string Remainder) Split(string text)
    {
        Match scheme = Scheme().Match(text);
        if (scheme.Success)
        {
            return (scheme.Groups[1].Value.ToLowerInvariant(), text[scheme.Length..]);
        }

        return text.StartsWith("unix:/", StringComparison.Ordinal) ? ("unix:", text["unix:".Length..]) : ("", text);
    }

    private static RedisUri? ParseTcp(string rest, bool isTls, int defaultPort, out string error)
    {
        int at = rest.LastIndexOf('@');
        Match place = HostPortDatabase().Match(rest, at + 1);
        string host = place.Groups["host"].Value;
        int port = defaultPort;
        int database = 0;
        error = HostProblem(host)
            ?? PortProblem(place.Groups["port"], ref port)
            ?? DatabaseProblem(place.Groups["db"].Value, out database)
            ?? "";
        return error.Length > 0 ? null : new RedisUri(TargetAddress.Tcp(host.Trim('[', ']'), port, database), Login(rest, at), isTls);
    }

    private static RedisUri? ParseSocket(string rest, out string error)
    {
        int at = rest.StartsWith('/') ? -1 : rest.LastIndexOf("@/", StringComparison.Ordinal);
        string place = rest[(at + 1)..];
        int question = place.IndexOf('?', StringComparison.Ordinal);
        string written = Uri.UnescapeDataString(question < 0 ? place : place[..question]);
        // A path that begins with two slashes would make the identity look like a URI.
        string path = written.StartsWith("//", StringComparison.Ordinal) ? "/" + written.TrimStart('/') : written;
        string query = question < 0 ? "db=" : place[(question + 1)..];
        int db = 0;
        error = (path.Length > 1 && path[0] == '/' ? null : "the path of the socket must be absolute, as in unix:///run/redis.sock")
            ?? SocketPathProblem(path)
            ?? (query.StartsWith("db=", StringComparison.Ordinal) ? null : "the only parameter is db, as in unix:///run/redis.sock?db=1")
            ?? DatabaseProblem(query["db=".Length..], out db)
            ?? "";
        return error.Length > 0 ? null : new RedisUri(TargetAddress.Unix(path, db), Login(rest, at), isTls: false);
    }

    private static RedisUri? ParseSocketIdentity(string path, out string error)
    {
        int slash = path.LastIndexOf('/');
        bool hasDatabase = TryNumber(path[(slash + 1)..], 1, int.MaxValue, out int db) && path[slash + 1] != '0' && slash > 0;
        string socket = hasDatabase ? path[..slash] : path;
        error = (socket.Length > 1 ? null : "the path of the socket is missing, as in unix:/run/redis.sock") ?? SocketPathProblem(socket) ?? "";
        return error.Length > 0 ? null : new RedisUri(TargetAddress.Unix(socket, hasDatabase ? db : 0), default, isTls: false);
    }

    private static (string? User, string? Password) Login(string rest, int at)
    {
        if (at < 0)
        {
            return default;
        }

        int colon = rest.AsSpan(0, at).IndexOf(':');
        string user = Uri.UnescapeDataString(colon < 0 ? rest[..at] : rest[..colon]);
        return (user.Length == 0 ? null : user, colon < 0 ? null : Uri.UnescapeDataString(rest[(colon + 1)..at]));
    }

    private static string? HostProblem(string host)
    {
        if (host.Length == 0)
        {
            return "the host is missing, as in redis://10.0.0.1:6379";
        }

        if (host[0] == '[')
        {
            return host[^1] == ']' && IPAddress.TryParse(host, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
                ? null
                : "the text in brackets must be an IPv6 address, as in [::1]:6379";
        }

        return !HostName().IsMatch(host) ? "the host may contain only letters, digits, dots, dashes and underscores"
            : host.Length > MaxHostName || host.Split('.').Any(static label => label.Length > MaxHostLabel)
                ? $"the host may have at most {MaxHostName} characters, and at most {MaxHostLabel} between dots"
            : null;
    }

    private static string? SocketPathProblem(string path) =>
        path.Contains('\0', StringComparison.Ordinal) ? "the path of the socket contains a NUL"
        : Encoding.UTF8.GetByteCount(path) > MaxSocketPathBytes ? $"the path of the socket is longer than {MaxSocketPathBytes} bytes, the limit of the system"
        : null;

    private static string? PortProblem(Group written, ref int port) =>
        !written.Success || TryNumber(written.Value, 1, 65535, out port)
            ? null
            : "the port must be a number from 1 to 65535, and an IPv6 address must be in brackets, as in [::1]:6379";

    private static string? DatabaseProblem(string text, out int database)
    {
        database = 0;
        return text.Length == 0 || TryNumber(Uri.UnescapeDataString(text), 0, int.MaxValue, out database) ? null : "the database must be a whole number, as in /1";
    }

    private static bool TryNumber(string text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;

    private static RedisUri? Fail(string problem, out string error)
    {
        error = problem;
        return null;
    }

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9+.-]*)://")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\G(?<host>\[[^\]]*\]?|[^:/]*)(:(?<port>[^/]*))?(/?(?<db>.*))", RegexOptions.Singleline)]
    private static partial Regex HostPortDatabase();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^(/[^?:@]*(\?db=\d{0,10})?|unix:/[^?:@]*|(\[[0-9A-Fa-f:.]*\]|[A-Za-z0-9._-]*)(:\d{1,5}(?!\d))?(/\d{0,10})?)")]
    private static partial Regex Harmless();
}
