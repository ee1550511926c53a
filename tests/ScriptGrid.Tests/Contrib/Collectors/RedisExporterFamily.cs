using System.Collections.Immutable;
using System.Text.Json;

namespace ScriptGrid.Tests.Contrib.Collectors;

/// <summary>A family that redis_exporter 1.45 gave for a master and a replica of Redis 7.0, with streams and keys checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Labels">Its labels, in order of the alphabet.</param>
/// <param name="On">Which of the two had it.</param>
internal sealed record RedisExporterFamily(string Name, string Type, ImmutableArray<string> Labels, ImmutableArray<string> On)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>All of them.</summary>
    public static ImmutableArray<RedisExporterFamily> All { get; } = JsonSerializer.Deserialize<ImmutableArray<RedisExporterFamily>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "redis-exporter-families.json")), Json);

    /// <summary>Whether a collector gives it: all but what is about redis_exporter itself, comes from CONFIG, or is ScriptGrid's own anyway.</summary>
    public bool IsCollected =>
        !Name.StartsWith("redis_exporter_", StringComparison.Ordinal)
        && !Name.StartsWith("redis_config_", StringComparison.Ordinal)
        && Name is not ("redis_up" or "redis_target_scrape_request_errors_total");
}
