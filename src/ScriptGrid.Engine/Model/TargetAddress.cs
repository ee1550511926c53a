using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// Where one Redis database is reached, without credentials. <see cref="Id"/> is the target's identity in labels, messages and requests.
/// </summary>
public sealed class TargetAddress : IEquatable<TargetAddress>
{
    /// <summary>The port a target has when none is written.</summary>
    public const int DefaultPort = 6379;

    private TargetAddress(string id, string host, int port, int database)
    {
        Id = id;
        Host = host;
        Port = port;
        Database = database;
    }

    /// <summary>
    /// <c>host:port</c> (IPv6 in brackets), with <c>/db</c> where the database is not 0, or <c>unix:/path[/db]</c>.
    /// </summary>
    public string Id { get; }

    /// <summary>The host name or IP address in lower case as written, without brackets; for a Unix socket its absolute path.</summary>
    public string Host { get; }

    /// <summary>The TCP port; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>The database that SELECT chooses.</summary>
    public int Database { get; }

    /// <summary>Whether <see cref="Host"/> is the path of a Unix domain socket.</summary>
    public bool IsUnixSocket => Port == 0;

    /// <summary>The address of a database behind a TCP port.</summary>
    public static TargetAddress Tcp(string host, int port, int database)
    {
        string lowered = host.ToLowerInvariant();
        string written = lowered.Contains(':', StringComparison.Ordinal) ? $"[{lowered}]" : lowered;
        string id = string.Create(CultureInfo.InvariantCulture, $"{written}:{port}{Suffix(database)}");
        return new TargetAddress(id, lowered, port, database);
    }

    /// <summary>The address of a database behind a Unix domain socket.</summary>
    public static TargetAddress Unix(string path, int database) =>
        new($"unix:{path}{Suffix(database)}", path, 0, database);

    /// <summary>The same place under an identity that does not show where it is.</summary>
    public TargetAddress KnownAs(string id) => new(id, Host, Port, Database);

    /// <inheritdoc/>
    public bool Equals(TargetAddress? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TargetAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary><see cref="Id"/>.</summary>
    public override string ToString() => Id;

    private static string Suffix(int database) =>
        database == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{database}");
}
