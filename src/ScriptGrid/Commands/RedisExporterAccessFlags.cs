namespace ScriptGrid.Commands;

/// <summary>Flags of redis_exporter that control who may read its page, and how.</summary>
internal static class RedisExporterAccessFlags
{
    public static readonly Flag[] All =
    [
        Access("--tls-server-cert-file", "PEM file of the HTTP server's certificate; turns on TLS.", "path"),
        Access("--tls-server-key-file", "PEM file of the key of the HTTP server's certificate.", "path"),
        Access("--tls-server-ca-cert-file", "PEM file of authorities; every client must then show a certificate from one of them.", "path"),
        Access("--tls-server-min-version", "Oldest version of TLS that the HTTP server speaks.", "TLS1.2|TLS1.3") with { Default = "TLS1.2" },
        Access("--basic-auth-username", "The only user who may log in over HTTP.", "user"),
        Access("--basic-auth-password", "The user's password, visible to every user of the machine; prefer --basic-auth-hash-password.", "password"),
        Access("--basic-auth-hash-password", "The user's password, hashed by bcrypt.", "hash"),
    ];

    private static Flag Access(string name, string help, string valueName) => new(name, $"web.redis_exporter_access.{name.TrimStart('-').Replace('-', '_')}")
    {
        Help = help,
        ValueName = valueName,
        Variable = RedisExporterOnlyFlags.VariableOf(name),
        Instead = "use --web.config.file",
    };
}
