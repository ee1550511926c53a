using System.Data.Common;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Finds the passwords in the connection string of a membership store.</summary>
internal static class ConnectionPasswords
{
    /// <summary>The names that StackExchange.Redis and Npgsql have for passwords.</summary>
    private static readonly string[] Names = ["password", "pwd", "psw", "ssl password", "sslpassword"];

    /// <summary>Returns the passwords in a connection string: every text that one of the two libraries takes for a password.</summary>
    public static IEnumerable<string> In(string? connection) =>
        connection is null ? [] : OfPairs(connection, ',').Concat(OfPairs(connection, ';')).Concat(OfKeywords(connection)).Distinct(StringComparer.Ordinal);

    /// <summary>Returns the passwords in parts that end at a separator, as StackExchange.Redis reads them; it knows no quotation marks.</summary>
    private static IEnumerable<string> OfPairs(string connection, char separator) =>
        from part in connection.Split(separator)
        let sign = part.IndexOf('=', StringComparison.Ordinal)
        where sign > 0 && IsPassword(part[..sign].Trim())
        let value = part[(sign + 1)..].Trim()
        from spelling in new[] { value, value.Trim('"', '\'') }
        select spelling;

    /// <summary>Returns the passwords as Npgsql reads them: a value in quotation marks may contain a semicolon.</summary>
    private static List<string> OfKeywords(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return [.. parts.Keys.Cast<string>().Where(IsPassword).Select(keyword => (string)parts[keyword])];
        }
        catch (ArgumentException)
        {
            return []; // It is of StackExchange.Redis.
        }
    }

    private static bool IsPassword(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
