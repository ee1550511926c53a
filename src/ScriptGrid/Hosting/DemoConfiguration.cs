using System.Net;

namespace ScriptGrid.Hosting;

/// <summary>The demo's configuration: a file like any other, for a look at it.</summary>
internal static class DemoConfiguration
{
    /// <summary>What the servers of the demo play, one each.</summary>
    public static IReadOnlyList<string> Services { get; } = ["mail", "shop", "search", "billing", "media"];

    /// <summary>The YAML of a configuration, beside the scripts, that collects them from these servers.</summary>
    /// <param name="endPoints">A server for each of <see cref="Services"/>.</param>
    public static string Write(IEnumerable<IPEndPoint> endPoints)
    {
        IEnumerable<string> groups = endPoints.Zip(Services, static (endPoint, service) => $$"""
              - targets: [redis://{{endPoint}}]
                labels: {service: {{service}}}
                scripts: [{{string.Join(", ", ScriptsOf(service))}}]
            """);
        return $$"""
            # What `scriptgrid demo` collects. It goes when the demo ends.
            global: {interval: 2s}
            scripts:
              - {file: sample_collect_script.lua, aggregate: [sum, max]}
              - {file: collect_lists_length_growing.lua, args: ["queue:*"]}
              - {file: key_groups.lua, interval: 5s}
              - {file: limits_in_force.lua, keys: ["config:limits"]}
              - {file: slow_report.lua}
            target_groups:
            {{string.Join('\n', groups)}}

            """;
    }

    /// <summary>Everybody runs the samples; one has the script that fails now and then, another the slow one.</summary>
    private static string[] ScriptsOf(string service)
    {
        string[] samples = ["sample_collect_script.lua", "collect_lists_length_growing.lua", "key_groups.lua"];
        return service switch
        {
            "shop" => [.. samples, "limits_in_force.lua"],
            "search" => [.. samples, "slow_report.lua"],
            _ => samples,
        };
    }
}
