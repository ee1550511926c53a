using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The configuration that this process loaded, without its secrets.</summary>
internal sealed class ConfigurationEndpoint(ApiSources sources)
{
    /// <summary>Responds with the configuration.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (sources.Configuration() is not { Shown: { } shown } loaded)
        {
            await ApiAnswer.UnavailableAsync(context, "no configuration was loaded yet");
            return;
        }

        long? edition = (await sources.Fleet.ListSilosAsync()).Edition;
        var configuration = new ConfigurationJson(shown.Text(sources.Secrets.Mask), shown.File, loaded.LoadedAt.UtcDateTime, edition);
        await ApiAnswer.WriteAsync(context, configuration, ApiAnswer.Json.ConfigurationJson);
    }
}

/// <summary>A configuration as it was loaded.</summary>
/// <param name="Yaml">Its text, with flags and variables merged in and secrets masked.</param>
/// <param name="File">The path of its file; null if there is none.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="Edition">The edition of the catalogue that this silo collects from; null without a cluster.</param>
internal sealed record ConfigurationJson(string Yaml, string? File, DateTime LoadedAt, long? Edition);
