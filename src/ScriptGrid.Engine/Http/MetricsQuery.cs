using System.Globalization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>Parses the query of a scrape: <c>/metrics?scope=fleet|local|rollups&amp;shard=i&amp;of=n</c>.</summary>
internal static class MetricsQuery
{
    private const string Scope = "scope";
    private const string ShardIndex = "shard";
    private const string ShardCount = "of";

    /// <summary>The names of the parameters.</summary>
    public static readonly IReadOnlyList<string> Parameters = [Scope, ShardIndex, ShardCount];

    /// <summary>Returns the selection; null, with one line that says why, if the query is invalid.</summary>
    public static MetricsSelection? Parse(HttpRequest request, out string error)
    {
        error = "";
        if (ParseScope(request.Query[Scope].ToString()) is not { } scope)
        {
            error = $"The parameter '{Scope}' is one of fleet, local and rollups.";
        }
        else if (!TryShard(request.Query[ShardIndex].ToString(), request.Query[ShardCount].ToString(), out Shard shard))
        {
            error = $"The parameters '{ShardIndex}' and '{ShardCount}' go together, and '{ShardIndex}' is from 1 to '{ShardCount}': shard=1&of=3.";
        }
        else
        {
            TimeSpan? timeout = ScrapeTimeout.Parse(request.Headers[ScrapeTimeout.HeaderName]);
            return new MetricsSelection(scope, shard) { Timeout = timeout };
        }

        return null;
    }

    private static MetricsScope? ParseScope(string text) => text switch
    {
        "" or "fleet" => MetricsScope.Fleet,
        "local" => MetricsScope.Local,
        "rollups" => MetricsScope.Rollups,
        _ => null,
    };

    private static bool TryShard(string index, string count, out Shard shard)
    {
        shard = Shard.Whole;
        return (index.Length == 0 && count.Length == 0)
            || Shard.TryParse(string.Create(CultureInfo.InvariantCulture, $"{index}/{count}"), out shard);
    }
}
