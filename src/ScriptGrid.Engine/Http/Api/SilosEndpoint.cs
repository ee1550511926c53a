using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The processes that collect.</summary>
internal sealed class SilosEndpoint(ApiSources sources)
{
    /// <summary>Responds with all processes that collect.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        SiloList silos = await sources.Fleet.ListSilosAsync();
        await ApiAnswer.WriteAsync(context, SilosJson.Of(silos), ApiAnswer.Json.SilosJson);
    }
}

/// <summary>The processes that collect.</summary>
/// <param name="Engine"><c>standalone</c> or <c>cluster</c>.</param>
/// <param name="Silos">Each of them, by name.</param>
internal sealed record SilosJson(string Engine, IEnumerable<SiloJson> Silos)
{
    public static SilosJson Of(SiloList silos) => new(silos.Engine, silos.Silos.Select(static silo => new SiloJson(
        silo.Name,
        silo.Address,
        silo.HttpAddress,
        silo.State,
        silo.Started?.UtcDateTime,
        silo.Version,
        silo.Targets,
        silo.Owned,
        silo.Edition,
        silo.LagSeconds,
        silo.HandOvers)));
}

/// <summary>A process that collects.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address among silos, as <c>ip:port</c>; null without a cluster.</param>
/// <param name="HttpAddress">The address of its pages; absent if it is not known.</param>
/// <param name="State"><c>active</c>; <c>leaving</c> while it hands over what it holds; <c>silent</c> if it does not answer.</param>
/// <param name="Started">When it started; null if it does not answer.</param>
/// <param name="Version">Its version; null if it does not answer.</param>
/// <param name="Targets">The number of targets that it collects; null if it does not answer.</param>
/// <param name="Owned">The number of targets that belong to it.</param>
/// <param name="Edition">The edition of the catalogue that it collects from; null if there is none, or it does not answer.</param>
/// <param name="LagSeconds">How long after their slots recent runs started, on average, in seconds; null if there was none, or it does not answer.</param>
/// <param name="HandOvers">The number of targets that it handed over to others; null if it does not answer.</param>
internal sealed record SiloJson(
    string Name,
    string? Address,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HttpAddress,
    string State,
    DateTime? Started,
    string? Version,
    int? Targets,
    int Owned,
    long? Edition,
    double? LagSeconds,
    long? HandOvers);
