using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <content>
/// Flags of redis_exporter 1.88 that <c>serve</c> and <c>silo</c> accept with <c>--compat.redis-exporter</c>. Flags that ScriptGrid has under the same
/// name are not among them: <c>--script</c>, <c>--namespace</c>, <c>--web.listen-address</c>, <c>--web.telemetry-path</c> and <c>--version</c>.
/// </content>
internal static partial class Flags
{
    /// <summary>All of these flags, whether they have an effect here or are refused.</summary>
    public static readonly Flag[] RedisExporter =
    [
        new("--redis.addr", Setting.Target)
        {
            Help = "redis_exporter's --target; empty is no target.",
            ValueName = "uri",
            Default = "redis://localhost:6379",
            Variable = "REDIS_ADDR",
            Instead = "use --target",
        },
        new("--is-cluster", Setting.IsCluster)
        {
            Help = "The targets are seeds of a Redis Cluster: every node is found, collected, and given the login.",
            Kind = FlagKind.Switch,
            Variable = "REDIS_EXPORTER_IS_CLUSTER",
            Instead = "use redis_cluster in the configuration file",
        },
        new("--redis.user", "global.username")
        {
            Help = "redis_exporter's --username.",
            ValueName = "user",
            Variable = "REDIS_USER",
            Instead = "use --username",
        },
        new("--redis.password", "global.password")
        {
            Help = "The password, visible to every user of the machine; prefer SCRIPTGRID_PASSWORD.",
            ValueName = "password",
            Variable = "REDIS_PASSWORD",
            Instead = "use --password-file or SCRIPTGRID_PASSWORD",
        },
        new("--redis.password-file", "global.redis_exporter_password_file")
        {
            Help = "JSON file of URI to password; /scrape accepts the targets that it names.",
            ValueName = "path",
            Variable = "REDIS_PASSWORD_FILE",
            Instead = "use --password-file",
        },
        new("--lua-script-read-only", "global.read_only")
        {
            Help = "redis_exporter's --read-only=required.",
            Kind = FlagKind.Switch,
            Variable = "REDIS_EXPORTER_LUA_SCRIPT_READ_ONLY",
            Instead = "use --read-only=required",
            Turned = "required",
        },
        new("--connection-timeout", "global.timeout")
        {
            Help = "redis_exporter's --timeout.",
            ValueName = "duration",
            Default = "15s",
            Variable = "REDIS_EXPORTER_CONNECTION_TIMEOUT",
            Instead = "use --timeout",
            Translate = GoText.Duration,
        },
        RedissTls("--tls-ca-cert-file", "ca_file", "PEM file of the authorities to trust with rediss://."),
        RedissTls("--tls-client-cert-file", "cert_file", "PEM file of the client certificate for rediss://."),
        RedissTls("--tls-client-key-file", "key_file", "PEM file of the client certificate's key."),
        RedissTls("--tls-server-name", "server_name", "The name that the certificate of a rediss:// server must be for.") with { ValueName = "name" },
        RedissTls("--skip-tls-verification", "insecure_skip_verify", "Accept any certificate of a rediss:// server.") with
        {
            Kind = FlagKind.Switch,
            ValueName = null,
        },
        new("--set-client-name", "global.client_name")
        {
            Help = "Name connections (the default); false is the same as an empty --client-name.",
            Kind = FlagKind.Switch,
            Variable = "REDIS_EXPORTER_SET_CLIENT_NAME",
            Instead = "use --client-name",
            IsOnByDefault = true,
            Turned = "",
        },
        new("--debug", "log.level")
        {
            Help = "redis_exporter's --log.level=debug.",
            Kind = FlagKind.Switch,
            Variable = "REDIS_EXPORTER_DEBUG",
            Instead = "use --log.level=debug",
            Turned = "debug",
        },
        new("--log-level", "log.level")
        {
            Help = "redis_exporter's --log.level.",
            ValueName = "DEBUG|INFO|WARN|ERROR",
            Variable = "REDIS_EXPORTER_LOG_LEVEL",
            Instead = "use --log.level",
            Translate = LogLevelOf,
        },
        new("--log-format", "log.format")
        {
            Help = "redis_exporter's --log.format.",
            ValueName = "txt|json",
            Variable = "REDIS_EXPORTER_LOG_FORMAT",
            Instead = "use --log.format",
            Translate = static text => text == "json" ? "json" : "text",
        },
        new("--disable-scrape-endpoint", "web.scrape")
        {
            Help = "Serve no /scrape.",
            Kind = FlagKind.Switch,
            Variable = "REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT",
            Instead = "use web: {scrape: false} in the configuration file",
            Turned = "false",
        },
        .. RedisExporterPageFlags.All,
        .. RedisExporterAccessFlags.All,
        .. RedisExporterOnlyFlags.All,
    ];

    /// <summary>Makes a TLS flag. redis_exporter uses TLS only for rediss:// addresses, no matter what its TLS flags say.</summary>
    private static Flag RedissTls(string name, string key, string help) => new(name, $"global.redis_exporter_tls.{key}")
    {
        Help = help,
        ValueName = "path",
        Variable = RedisExporterOnlyFlags.VariableOf(name),
        Instead = $"use tls: {{{key}: …}} in the configuration file",
    };

    /// <summary>Converts a log level. redis_exporter takes an unknown level for INFO.</summary>
    private static string LogLevelOf(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => "debug",
        "WARN" or "WARNING" => "warn",
        "ERROR" => "error",
        _ => "info",
    };
}
