using System.Globalization;
using System.Net;
using ScriptGrid.Engine.Configuration;
using StackExchange.Redis;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Judges connection strings of StackExchange.Redis, whose own reader takes almost any text for the name of a host, and skips an address that it cannot read.
/// </summary>
internal static class RedisConnectionString
{
    private const string Example = "write a connection string of StackExchange.Redis, such as host:6379,user=…,password=…,ssl=true";

    /// <summary>Returns what is wrong with a connection string; null if nothing is.</summary>
    public static string? Problem(string connection)
    {
        if (ConnectionString.IsUri(connection))
        {
            return $"is a URI; {Example}";
        }

        string[] parts = [.. connection.Split(',').Select(static part => part.Trim())];
        bool hasAddress = false;
        string previous = "";
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool isAddress = part.Length > 0 && part.IndexOf('=', StringComparison.Ordinal) <= 0;
            if ((isAddress ? ProblemOfAddress(part) : ProblemOfOption(part)) is { } problem)
            {
                return problem.Replace("{part}", (i + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            }

            if (isAddress && hasAddress && IsPassword(previous))
            {
                return "has an address behind its password; write addresses first. A password that contains a comma cannot be given here";
            }

            hasAddress |= isAddress;
            previous = part;
        }

        return !hasAddress ? $"names no address; {Example}"
            : ConnectionString.IsRead(() => ConfigurationOptions.Parse(connection)) ? null
            : $"cannot be read; {Example}";
    }

    private static string? ProblemOfAddress(string part) =>
        part.StartsWith('!') ? null // A Unix socket.
        : part.Contains('@') ? $"has a login in an address; {Example}"
        : IsAddress(part) ? null
        : "has a mistake in part {part}, which is neither an address, such as host:6379, nor an option, such as ssl=true";

    private static string? ProblemOfOption(string part)
    {
        if (part.Length == 0 || ConnectionString.IsRead(() => ConfigurationOptions.Parse(part)))
        {
            return null;
        }

        bool isUnknown = ConnectionString.IsRead(() => ConfigurationOptions.Parse(part, ignoreUnknown: true));
        return !isUnknown ? $"has a value that StackExchange.Redis does not take for {part[..part.IndexOf('=', StringComparison.Ordinal)].Trim()}"
            : part.Contains('@') ? $"has a login in an address; {Example}"
            : "has a mistake in part {part}: StackExchange.Redis has no such option";
    }

    private static bool IsAddress(string part)
    {
        bool isAddress = false;
        return ConnectionString.IsRead(() => isAddress = EndPointCollection.TryParse(part) switch
        {
            IPEndPoint => true,
            DnsEndPoint dns => NetworkText.IsHostName(dns.Host),
            _ => false,
        }) && isAddress;
    }

    private static bool IsPassword(string part) => part.Split('=')[0].Trim().Equals("password", StringComparison.OrdinalIgnoreCase);
}
