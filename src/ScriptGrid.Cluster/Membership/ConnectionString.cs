using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Judges the connection strings of membership stores, without connecting.</summary>
internal static partial class ConnectionString
{
    /// <summary>
    /// Returns what is wrong with a connection string, and what to write instead; null if nothing is. The text quotes no part of the string, because any of
    /// them may belong to a password. It continues a sentence whose subject is the string.
    /// </summary>
    public static string? Problem(ClusterMembership membership, string connection) => membership switch
    {
        ClusterMembership.Redis => RedisConnectionString.Problem(connection),
        ClusterMembership.PostgreSql => PostgreSqlConnectionString.Problem(connection),
        _ => null,
    };

    /// <summary>Whether the text is a URI. Neither StackExchange.Redis nor Npgsql reads one.</summary>
    public static bool IsUri(string text) => Scheme().IsMatch(text);

    /// <summary>Whether a library's reader accepts what it is given. The reader may throw anything, with a password in its message.</summary>
    public static bool IsRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A\s*[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Scheme();
}
