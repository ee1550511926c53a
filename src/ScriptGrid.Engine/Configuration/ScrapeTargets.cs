using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// How <c>/scrape</c> logs in to targets without a collector: to those in redis_exporter's password file with their passwords, to all others without
/// one.
/// </summary>
internal sealed record ScrapeTargets
{
    /// <summary>The targets in redis_exporter's password file; null if there is no file.</summary>
    public RedisExporterPasswords? Named { get; init; }

    /// <summary>The user for URIs that name none.</summary>
    public string? Username { get; init; }

    /// <summary>The TLS settings for targets reached over TLS.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>
    /// Returns the target of a request, ready to be collected; null if it may not be. A password is used only for exactly the URI for which it is
    /// written.
    /// </summary>
    /// <param name="uri">The URI in the request.</param>
    /// <param name="scripts">The scripts to run there.</param>
    /// <param name="any">Whether targets outside the password file may be collected.</param>
    public TargetSpec? Find(RedisUri uri, IReadOnlyList<ScriptSpec> scripts, bool any)
    {
        string? username = uri.Username ?? Username;
        string? password = Named?.Find(uri, username);
        return password is null && !any
            ? null
            : new TargetSpec
            {
                Address = uri.Address,
                Credentials = RedisExporterPasswords.Credentials(username, password ?? ""),
                Tls = uri.IsTls ? Tls : null,
                Scripts = scripts,
            };
    }
}
