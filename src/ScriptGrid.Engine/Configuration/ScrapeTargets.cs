using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// How <c>/scrape</c> logs in where no collector is: to the targets of redis_exporter's password file with their passwords, and to any others
/// without one.
/// </summary>
internal sealed record ScrapeTargets
{
    /// <summary>The targets that are named in redis_exporter's password file; null where there is none.</summary>
    public RedisExporterPasswords? Named { get; init; }

    /// <summary>The user for those that name none.</summary>
    public string? Username { get; init; }

    /// <summary>How to speak TLS where it is spoken.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>The target of a request, as it is collected; null where it may not be. A password is used for exactly the URI it is written for.</summary>
    /// <param name="uri">What was asked for.</param>
    /// <param name="scripts">What is to run there.</param>
    /// <param name="any">Whether others than those that are named may be collected.</param>
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
