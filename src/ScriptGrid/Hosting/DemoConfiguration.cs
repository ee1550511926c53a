using System.Net;

namespace ScriptGrid.Hosting;

/// <summary>The demo's configuration. It is written to a file, so that users can look at it.</summary>
internal static class DemoConfiguration
{
    /// <summary>The services that the demo's servers represent, one each.</summary>
    public static IReadOnlyList<string> Services { get; } = ["mail", "shop", "search", "billing", "media"];

    /// <summary>Returns the YAML of a configuration that collects the scripts in its folder from these servers.</summary>
    /// <param name="endPoints">One server for each of <see cref="Services"/>.</param>
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

    /// <summary>Returns the scripts of a service. All run the samples; one also has the script that fails now and then, another the slow one.</summary>
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
