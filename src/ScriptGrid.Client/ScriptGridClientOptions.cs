namespace ScriptGrid.Client;

/// <summary>How a client finds its cluster, and by what the cluster knows it.</summary>
public sealed class ScriptGridClientOptions
{
    /// <summary>
    /// Gateways of some silos, as <c>ip:port</c>; those that answer are used. Empty leaves finding them to <see cref="ConfigureOrleans"/>. Default: none.
    /// </summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>The silos' <c>cluster_id</c>. Default: <c>scriptgrid</c>.</summary>
    public string ClusterId { get; set; } = "scriptgrid";

    /// <summary>The silos' <c>service_id</c>. Default: <c>scriptgrid</c>.</summary>
    public string ServiceId { get; set; } = "scriptgrid";

    /// <summary>The silos' client secret. It is never sent: each call carries a token that is made from it. Default: none.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the secret and nothing else, but for a line's end; read at registration. Default: none.</summary>
    public string? SecretFile { get; set; }

    /// <summary>How long a start waits for the first gateway. Default: 30 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Further configuration of Orleans, such as a membership store in place of gateways, or TLS. Default: nothing.</summary>
    public Action<IClientBuilder>? ConfigureOrleans { get; set; }
}
