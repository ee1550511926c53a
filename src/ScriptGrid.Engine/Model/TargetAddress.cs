using System.Buffers;
using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// How one Redis database is reached, without credentials. <see cref="Id"/> is the target's identity in labels, messages and requests.
/// </summary>
public sealed class TargetAddress : IEquatable<TargetAddress>
{
    /// <summary>The port of a target that is written without one.</summary>
    public const int DefaultPort = 6379;

    private const int MaxHostName = 253;
    private const int MaxHostLabel = 63;

    private static readonly SearchValues<char> PlainName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Null if <see cref="Host"/> can be read from <see cref="Id"/>: for a million targets, storing it would take a hundred megabytes.</summary>
    private readonly string? _host;

    private TargetAddress(string id, string? host, int port, int database)
    {
        Id = id;
        _host = host;
        Port = port;
        Database = database;
    }

    /// <summary>
    /// <c>host:port</c> (IPv6 in brackets), followed by <c>/db</c> if the database is not 0, or <c>unix:/path[/db]</c>.
    /// </summary>
    public string Id { get; }

    /// <summary>The host name or IP address as written, in lower case and without brackets; for a Unix socket its absolute path.</summary>
    public string Host => _host ?? (Id[0] == '[' ? Id[1..Id.IndexOf(']', StringComparison.Ordinal)] : Id[..Id.LastIndexOf(':')]);

    /// <summary>The TCP port; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>The number of the database, for SELECT.</summary>
    public int Database { get; }

    /// <summary>Whether <see cref="Host"/> is the path of a Unix domain socket.</summary>
    public bool IsUnixSocket => Port == 0;

    /// <summary>Creates the address of a database behind a TCP port.</summary>
    public static TargetAddress Tcp(string host, int port, int database)
    {
        string lowered = host.ToLowerInvariant();
        string written = lowered.Contains(':', StringComparison.Ordinal) ? $"[{lowered}]" : lowered;
        string id = string.Create(CultureInfo.InvariantCulture, $"{written}:{port}{Suffix(database)}");
        return new TargetAddress(id, null, port, database);
    }

    /// <summary>Creates the address of a database behind a Unix domain socket.</summary>
    public static TargetAddress Unix(string path, int database) =>
        new($"unix:{path}{Suffix(database)}", path, 0, database);

    /// <summary>
    /// Returns the address for an identity of the plain form <c>host:port</c>, which most have; null for any other text, which may still be an identity.
    /// It is fast, and allocates no string.
    /// </summary>
    internal static TargetAddress? OfPlainIdentity(string id)
    {
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon is <= 0 or > MaxHostName || id.AsSpan(0, colon).ContainsAnyExcept(PlainName) || !TryPort(id.AsSpan(colon + 1), out int port))
        {
            return null;
        }

        foreach (Range label in id.AsSpan(0, colon).Split('.'))
        {
            if (label.End.Value - label.Start.Value > MaxHostLabel)
            {
                return null;
            }
        }

        return new TargetAddress(id, null, port, 0);
    }

    /// <summary>Returns the same address under another identity, which need not show the host.</summary>
    public TargetAddress KnownAs(string id) => new(id, Host, Port, Database);

    /// <inheritdoc/>
    public bool Equals(TargetAddress? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TargetAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    /// <summary>Parses a port as identities write it: without leading zeros.</summary>
    private static bool TryPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue && text[0] != '0';

    private static string Suffix(int database) =>
        database == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{database}");
}
