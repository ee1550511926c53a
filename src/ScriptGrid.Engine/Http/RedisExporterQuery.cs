using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>
/// The parameters of redis_exporter's <c>/scrape</c>. Each names keys that replace those of the flag with the same name. Other options that
/// redis_exporter accepts in a request can only be set by flags and the configuration here.
/// </summary>
internal static class RedisExporterQuery
{
    /// <summary>The parameters that name keys: each with the collector that examines the keys, and the prefix of the keys among its arguments.</summary>
    private static readonly ImmutableArray<(string Parameter, string Collector, string Prefix)> Keys =
    [
        ("check-keys", "keys", ""),
        ("check-single-keys", "keys", "key="),
        ("count-keys", "keys", "count="),
        ("check-streams", "streams", ""),
        ("check-single-streams", "streams", "key="),
    ];

    private static readonly ImmutableArray<(string Parameter, string Instead)> Refused =
    [
        ("tls-server-name", "set --tls-server-name, or tls: {server_name: …} in the configuration file: a request must not choose which server to trust"),
        ("tls_server_name", "set --tls-server-name, or tls: {server_name: …} in the configuration file: a request must not choose which server to trust"),
        ("check-key-groups", "set --check-key-groups"),
        ("max-distinct-key-groups", "set --max-distinct-key-groups"),
        ("check-keys-batch-size", "set --check-keys-batch-size"),
        ("is-cluster", "let redis_cluster in the configuration file find the nodes"),
    ];

    /// <summary>The names of all parameters.</summary>
    public static ImmutableArray<string> Parameters { get; } = [.. Keys.Select(static keys => keys.Parameter), .. Refused.Select(static refused => refused.Parameter)];

    /// <summary>Returns the collectors for which a request names keys; null, with the problem, if the request cannot be answered.</summary>
    /// <param name="query">The query of the request.</param>
    /// <param name="askable">The collectors, as they run on a target that has none of them.</param>
    /// <param name="problem">The problem, in one line.</param>
    public static ImmutableArray<AskedCollector>? Read(IQueryCollection query, ImmutableArray<ScriptSpec> askable, out string problem)
    {
        foreach ((string parameter, string instead) in Refused)
        {
            if (query.ContainsKey(parameter))
            {
                problem = $"/scrape does not accept '{parameter}'; {instead}.";
                return null;
            }
        }

        var asked = ImmutableArray.CreateBuilder<AskedCollector>();
        foreach (ScriptSpec collector in askable)
        {
            var keys = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
            foreach ((string parameter, _, string prefix) in Keys.Where(keys => keys.Collector == collector.Name && query[keys.Parameter].ToString().Length > 0))
            {
                if (RedisExporterLists.Keys(query[parameter].ToString(), out problem) is not { } items)
                {
                    problem = $"{parameter}: {problem}.";
                    return null;
                }

                keys.Add(prefix, items);
            }

            if (keys.Count > 0)
            {
                asked.Add(new AskedCollector(collector, keys.ToImmutable()));
            }
        }

        problem = "";
        return asked.ToImmutable();
    }
}
