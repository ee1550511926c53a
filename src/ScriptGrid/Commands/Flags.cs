using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Every flag that is a setting. Names, variables and keys are contracts.</summary>
internal static partial class Flags
{
    public static readonly Flag ListenAddress =
        new("--web.listen-address", "web.listen_address")
        {
            Help = "Address to serve HTTP on.",
            ValueName = "host:port",
            Default = ":9121",
            RedisExporterVariable = "REDIS_EXPORTER_WEB_LISTEN_ADDRESS",
        };

    public static readonly Flag ConfigFile =
        new("--config.file", Setting.ConfigFile)
        {
            Help = "YAML configuration file; flags and variables override its global section.",
            ValueName = "path",
        };

    /// <summary>The flags of every command that runs the user's scripts.</summary>
    public static readonly Flag[] Common =
    [
        // The password has no flag, because other users can see a command line.
        new("--password", "global.password")
        {
            Help = "Password to log in with.",
            Kind = FlagKind.VariableOnly,
        },
        new("--username", "global.username")
        {
            Help = "ACL user to log in as.",
            ValueName = "user",
        },
        new("--password-file", "global.password_file")
        {
            Help = "File that holds the password; the password itself goes into SCRIPTGRID_PASSWORD.",
            ValueName = "path",
        },
        new("--timeout", "global.timeout")
        {
            Help = "How long connecting, or a run of a script, may take.",
            ValueName = "duration",
            Default = "2s",
        },
        new("--read-only", "global.read_only")
        {
            Help = "Whether scripts run with EVAL_RO, which refuses writes: if the server supports it, always, or never.",
            ValueName = "prefer|required|off",
            Default = "prefer",
        },
        new("--protocol", "global.protocol")
        {
            Help = "Version of RESP to ask servers for; 2 sends no HELLO.",
            ValueName = "2|3",
            Default = "3",
        },
        new("--client-name", "global.client_name")
        {
            Help = "Name that connections give themselves by CLIENT SETNAME; empty sends none.",
            ValueName = "name",
            Default = "scriptgrid",
        },
        new("--tls.min-version", "global.tls_min_version")
        {
            Help = "Oldest TLS version for connections to servers; by default the system's.",
            ValueName = "1.2|1.3",
        },
        new("--target.label", "global.target_label")
        {
            Help = "Label that holds the target's identity.",
            ValueName = "name",
            Default = "target",
        },
        new("--namespace", "global.namespace")
        {
            Help = "Prefix of the metrics about targets.",
            ValueName = "prefix",
            Default = "redis",
            RedisExporterVariable = "REDIS_EXPORTER_NAMESPACE",
        },
        new("--compat.redis-exporter", "global.compat_redis_exporter")
        {
            Help = "Serve the page of redis_exporter, run and judge scripts as it does, and accept its flags and variables: docs/moving-from-redis-exporter.md lists them.",
            Kind = FlagKind.Switch,
        },
    ];

    /// <summary>The flags of <c>serve</c>.</summary>
    public static readonly Flag[] Serve =
    [
        ConfigFile,
        new("--script", Setting.Script)
        {
            Help = "Lua scripts to run on every target; may be repeated.",
            Kind = FlagKind.List,
            ValueName = "a.lua,b.lua",
            RedisExporterVariable = "REDIS_EXPORTER_SCRIPT",
        },
        new("--collect", Setting.Collect)
        {
            Help = "Shipped collectors to run on every target; see scriptgrid collectors list; may be repeated.",
            Kind = FlagKind.List,
            ValueName = "info,slowlog",
        },
        new("--target", Setting.Target)
        {
            Help = "Redis servers: redis://[user[:password]@]host[:port][/db], rediss:// for TLS, valkey://, valkeys://, unix:///path; may be repeated.",
            Kind = FlagKind.List,
            ValueName = "uri,uri",
        },
        new("--interval", "global.interval")
        {
            Help = "How often scripts run.",
            ValueName = "duration",
            Default = "15s",
        },
        .. Common,
        new("--shard", "global.shard")
        {
            Help = "Collect only this part of the targets: part i of n, from 1.",
            ValueName = "i/n",
            Default = "1/1",
        },
        ListenAddress,
        new("--web.telemetry-path", "web.telemetry_path")
        {
            Help = "Path of the metrics page.",
            ValueName = "path",
            Default = "/metrics",
            RedisExporterVariable = "REDIS_EXPORTER_WEB_TELEMETRY_PATH",
        },
        new("--web.route-prefix", "web.route_prefix")
        {
            Help = "Path prefix of every endpoint; by default that of --web.external-url.",
            ValueName = "path",
            Default = "/",
        },
        new("--web.external-url", "web.external_url")
        {
            Help = "External URL of the pages, for example behind a proxy.",
            ValueName = "url",
        },
        new("--web.config.file", "web.config_file")
        {
            Help = "Web configuration file in the format of Prometheus' exporter toolkit: TLS, users, headers; reloaded when it changes.",
            ValueName = "path",
        },
        new("--web.bearer-token-file", "web.bearer_token_file")
        {
            Help = "File of bearer tokens that allow reading pages, one per line; reloaded when it changes.",
            ValueName = "path",
        },
        new("--web.admin.bearer-token-file", "web.admin.bearer_token_file")
        {
            Help = "File of bearer tokens that also allow reloading and running scripts on demand, one per line; reloaded when it changes.",
            ValueName = "path",
        },
        new("--web.history", "web.history")
        {
            Help = "Keep the last 15 minutes of each script and target in memory, for charts.",
            Kind = FlagKind.Switch,
            Default = "true",
        },
        new("--web.scrape-any-target", "web.scrape_any_target")
        {
            Help = "Let /scrape collect targets that are not configured, without credentials.",
            Kind = FlagKind.Switch,
        },
        new("--otlp.endpoint", "otlp.endpoint")
        {
            Help = "Push this process's own metrics, rollups and spans to an OTLP receiver, http:// or https://; by default nothing is pushed.",
            ValueName = "url",
        },
        new("--otlp.protocol", "otlp.protocol")
        {
            Help = "Protocol of the receiver.",
            ValueName = "http/protobuf|grpc",
            Default = "http/protobuf",
        },
        new("--otlp.interval", "otlp.interval")
        {
            Help = "Time from one push of metrics to the next.",
            ValueName = "duration",
            Default = "30s",
        },
        new("--otlp.headers-file", "otlp.headers_file")
        {
            Help = "File of headers for the receiver, name: value, one per line; read for each push.",
            ValueName = "path",
        },
        new("--log.level", "log.level")
        {
            Help = "Least severe level to log.",
            ValueName = "trace|debug|info|warn|error",
            Default = "info",
        },
        new("--log.format", "log.format")
        {
            Help = "Format of the log.",
            ValueName = "text|json",
            Default = "text",
        },
    ];
}
