namespace ScriptGrid.Commands;

/// <content>Flags for the settings that differ between silos that run from the same file.</content>
internal static partial class Flags
{
    /// <summary>The flags that only <c>silo</c> has, in addition to those of <c>serve</c>.</summary>
    public static readonly Flag[] Cluster =
    [
        new("--cluster.membership", "cluster.membership")
        {
            Help = "Where the silos find each other: at the first silo of this machine, or in a store.",
            ValueName = "localhost|redis|postgresql",
            Default = "localhost",
        },
        new("--cluster.connection-file", "cluster.connection_file")
        {
            Help = "File that holds the connection string of the membership store.",
            ValueName = "path",
        },
        new("--cluster.id", "cluster.cluster_id")
        {
            Help = "Silos with the same id form one cluster.",
            ValueName = "name",
            Default = "scriptgrid",
        },
        new("--cluster.address", "cluster.address")
        {
            Help = "IP address or host name under which the other silos and clients reach this one.",
            ValueName = "host",
            Default = "127.0.0.1",
        },
        new("--cluster.listen-address", "cluster.listen_address")
        {
            Help = "IP address to listen on for silos and clients, 0.0.0.0 for every one; by default that of --cluster.address.",
            ValueName = "ip",
        },
        new("--cluster.silo-port", "cluster.silo_port")
        {
            Help = "Port for other silos.",
            ValueName = "port",
            Default = "11111",
        },
        new("--cluster.gateway-port", "cluster.gateway_port")
        {
            Help = "Port for external clients; 0 for none.",
            ValueName = "port",
            Default = "30000",
        },
        new("--cluster.primary-port", "cluster.primary_port")
        {
            Help = "With membership localhost: silo port of the first silo of this machine.",
            ValueName = "port",
            Default = "11111",
        },
        new("--cluster.http-address", "cluster.http_address")
        {
            Help = "Where Prometheus and other machines reach this silo's HTTP; by default --cluster.address with the port of --web.listen-address.",
            ValueName = "host:port",
        },
        new("--cluster.client-secret-file", "cluster.client_secret_file")
        {
            Help = "File with the secret that external clients must know.",
            ValueName = "path",
        },
    ];
}
