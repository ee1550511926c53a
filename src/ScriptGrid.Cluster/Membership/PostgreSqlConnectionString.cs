using System.Data.Common;
using System.Globalization;
using Npgsql;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Judges connection strings of Npgsql, which reads the hosts in one only when it connects.</summary>
internal static class PostgreSqlConnectionString
{
    private const string Example = "write a connection string of Npgsql, such as Host=…;Username=…;Password=…;Database=…";

    /// <summary>Returns what is wrong with a connection string; null if nothing is.</summary>
    public static string? Problem(string connection)
    {
        if (ConnectionString.IsUri(connection))
        {
            return $"is a URI; {Example}";
        }

        var parts = new DbConnectionStringBuilder();
        if (!ConnectionString.IsRead(() => parts.ConnectionString = connection))
        {
            return $"cannot be read; {Example}";
        }

        int position = 0;
        foreach (string keyword in parts.Keys)
        {
            position++;
            if (ProblemOf(keyword, parts[keyword], position) is { } problem)
            {
                return problem;
            }
        }

        NpgsqlConnectionStringBuilder? read = null;
        return !ConnectionString.IsRead(() => read = new NpgsqlConnectionStringBuilder(connection)) ? $"cannot be read; {Example}"
            : string.IsNullOrWhiteSpace(read!.Host) ? $"names no host; {Example}"
            : read.Host.Split(',').Select(static host => ProblemOf(host.Trim())).FirstOrDefault(static problem => problem is not null)
            ?? (ConnectionString.IsRead(() => NpgsqlDataSource.Create(connection).Dispose()) ? null : "has settings that Npgsql does not take together");
    }

    private static string? ProblemOf(string keyword, object value, int position)
    {
        var alone = new NpgsqlConnectionStringBuilder();
        return ConnectionString.IsRead(() => alone[keyword] = value) ? null
            : IsKnown(keyword) ? $"has a value that Npgsql does not take for {keyword}"
            : string.Create(CultureInfo.InvariantCulture, $"has a mistake in part {position}: Npgsql has no such setting");
    }

    /// <summary>Whether Npgsql knows the keyword: then it can be asked for the keyword's value.</summary>
    private static bool IsKnown(string keyword) => ConnectionString.IsRead(() => _ = new NpgsqlConnectionStringBuilder()[keyword]);

    private static string? ProblemOf(string host)
    {
        bool isSocket = host.StartsWith('/') || host.StartsWith('@');
        return isSocket || NetworkText.IsHostName(host) || NetworkText.IsIPAddress(host) || NetworkText.IsHostAndPort(host) ? null
            : host.Contains('@') ? $"has a login in its Host; {Example}"
            : "has a Host that is neither a host, nor a host with a port, nor the folder of a socket";
    }
}
