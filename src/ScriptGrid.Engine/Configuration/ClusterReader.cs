using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the <c>cluster</c> section.</summary>
internal static class ClusterReader
{
    private const string ConnectionKey = "connection";
    private const string SecretKey = "client_secret";
    private const int MinSecretBytes = 16;

    /// <summary>Returns the section's settings, or the defaults if there is no section.</summary>
    /// <param name="parent">The section that holds it.</param>
    /// <param name="web">The settings of the HTTP server.</param>
    /// <param name="secrets">Reads secrets.</param>
    /// <param name="connectionProblem">Judges a connection string; see <see cref="ConfigurationLoader.ConnectionProblem"/>.</param>
    public static ClusterSettings Read(
        Section parent, WebSettings web, SecretReader secrets, Func<ClusterMembership, string, string?> connectionProblem)
    {
        ClusterSettings settings = parent.Child("cluster", section => ReadSection(section, secrets, connectionProblem)) ?? new ClusterSettings { HttpAddress = "" };
        return settings.HttpAddress.Length > 0 ? settings : settings with { HttpAddress = DefaultHttpAddress(settings, web) };
    }

    private static ClusterSettings ReadSection(Section section, SecretReader secrets, Func<ClusterMembership, string, string?> connectionProblem)
    {
        var defaults = new ClusterSettings();
        string? own = section.Text("address", ValueKinds.OwnAddress);
        IPAddress? address = own is not null && NetworkText.IsIPAddress(own) ? IPAddress.Parse(own) : null;
        Secret? connection = NotEmpty(section, ConnectionKey, secrets.Read(section, ConnectionKey));
        var settings = new ClusterSettings
        {
            Membership = section.Value("membership", ValueKinds.Membership) ?? defaults.Membership,
            Connection = connection?.Text,
            ClusterId = section.Text("cluster_id", ValueKinds.ClusterName) ?? defaults.ClusterId,
            ServiceId = section.Text("service_id", ValueKinds.ClusterName) ?? defaults.ServiceId,
            Name = section.Text("name", ValueKinds.ClusterName),
            Address = address ?? defaults.Address,
            HostName = address is null ? own : null,
            ListenAddress = section.Text("listen_address", ValueKinds.IPAddress) is { } listen ? IPAddress.Parse(listen) : null,
            SiloPort = section.Value("silo_port", ValueKinds.Port) ?? defaults.SiloPort,
            GatewayPort = section.Value("gateway_port", ValueKinds.PortOrNone) ?? defaults.GatewayPort,
            PrimaryPort = section.Value("primary_port", ValueKinds.Port) ?? defaults.PrimaryPort,
            HttpAddress = section.Text("http_address", ValueKinds.HostAndPort) ?? "",
            Tls = TlsReader.ReadMutual(section),
            ClientTls = TlsReader.ReadForClients(section),
            ClientSecret = NotEmpty(section, SecretKey, ReadClientSecret(section, secrets))?.Text,
            AdHocEval = section.Value("ad_hoc_eval", ValueKinds.Boolean) ?? defaults.AdHocEval,
            Places = new ClusterPlaces(section.PlaceOf("address"), section.PlaceOf("listen_address")),
        };
        if (settings is { ClientTls: { CertFile: null } clients, Tls: { } silos })
        {
            settings = settings with { ClientTls = clients with { CertFile = silos.CertFile, KeyFile = silos.KeyFile } };
        }

        CheckAddress(section, settings);
        CheckMembership(section, settings);
        CheckConnection(section, settings, connection, connectionProblem);
        CheckClientTls(section, settings);
        CheckSecret(section, settings);
        CheckPorts(section, settings);
        WarnOfUseless(section, settings);
        return settings;
    }

    /// <summary>Reads the client secret without any line breaks at its end, whichever way it is given, because clients read it so.</summary>
    private static Secret? ReadClientSecret(Section section, SecretReader secrets) =>
        secrets.Read(section, SecretKey) is { } secret ? secret with { Text = secret.Text.TrimEnd('\r', '\n') } : null;

    private static Secret? NotEmpty(Section section, string key, Secret? secret)
    {
        if (secret is { Text: "" })
        {
            section.Error(key, SecretReader.PlaceOf(section, key), $"{secret.Value.File ?? "it"} is empty");
        }

        return secret;
    }

    /// <summary>Nobody reaches an IPv6 address of a silo that listens on IPv4 only, nor the other way round. A name is resolved to an address that fits.</summary>
    private static void CheckAddress(Section section, ClusterSettings settings)
    {
        if (settings is { HostName: null, ListenAddress: { } listen } && !settings.CanListenFor(settings.Address))
        {
            section.Error(
                "listen_address",
                settings.Places.ListenAddress,
                $"on {listen} nobody reaches address {settings.Address}; give two addresses of IPv4 or two of IPv6");
        }
    }

    private static void CheckConnection(
        Section section, ClusterSettings settings, Secret? connection, Func<ClusterMembership, string, string?> connectionProblem)
    {
        if (connection is { Text.Length: > 0 } given && connectionProblem(settings.Membership, given.Text) is { } problem)
        {
            section.Error(ConnectionKey, SecretReader.PlaceOf(section, ConnectionKey), $"{given.File ?? "it"} {problem}");
        }
    }

    private static void CheckMembership(Section section, ClusterSettings settings)
    {
        bool isGiven = SecretReader.IsGiven(section, ConnectionKey);
        if (settings.Membership != ClusterMembership.Localhost && !isGiven)
        {
            Place place = section.PlaceOf("membership");
            section.Error("membership", place, "the silos need to know where it is; add connection, connection_env or connection_file");
        }

        if (!isGiven)
        {
            return;
        }

        // A silo that founds its own cluster instead of joining the intended one would collect everything a second time.
        Place given = SecretReader.PlaceOf(section, ConnectionKey);
        if (!section.Has("membership"))
        {
            section.Error(ConnectionKey, given, "say what it leads to; add membership: redis or membership: postgresql");
        }
        else if (section.Text("membership") == "localhost" && section.PlaceOf("membership").Origin == given.Origin)
        {
            section.Error(ConnectionKey, given, "it does nothing with membership: localhost; remove one of the two");
        }
    }

    /// <summary>A short secret could be guessed from a single intercepted token.</summary>
    private static void CheckSecret(Section section, ClusterSettings settings)
    {
        if (settings.ClientSecret is { Length: > 0 } secret && Encoding.UTF8.GetByteCount(secret) < MinSecretBytes)
        {
            section.Error(
                SecretKey, SecretReader.PlaceOf(section, SecretKey), $"the secret is too short; it needs at least {MinSecretBytes} bytes");
        }
    }

    private static void CheckClientTls(Section section, ClusterSettings settings)
    {
        if (settings.ClientTls is not { } tls)
        {
            return;
        }

        Place place = section.PlaceOf("client_tls");
        if (tls.CertFile is null)
        {
            section.Error("client_tls", place, "the gateway shows a certificate; add cert_file, or a section tls whose certificate it shows");
        }

        if (tls.CaFile is null && !SecretReader.IsGiven(section, SecretKey))
        {
            section.Error("client_tls", place, "without ca_file clients show no certificate, and nothing tells them from anybody else; add ca_file or client_secret_file");
        }

        if (tls.CaFile is { } clients && settings.Tls?.CaFile is { } silos && TlsReader.HaveOneAuthority(clients, silos))
        {
            section.Problems.Warn(place, "its ca_file and that of tls have an authority in common: whoever has a certificate of that may act as a silo");
        }
    }

    private static void CheckPorts(Section section, ClusterSettings settings)
    {
        if (settings.GatewayPort == settings.SiloPort)
        {
            section.Error("gateway_port", section.PlaceOf("gateway_port"), $"{settings.GatewayPort} is also the silo's port; take another");
        }
    }

    private static void WarnOfUseless(Section section, ClusterSettings settings)
    {
        if (settings.Membership != ClusterMembership.Localhost && section.AreBeside("primary_port", "membership"))
        {
            section.Problems.Warn(section.PlaceOf("primary_port"), "primary_port has no effect: only with membership: localhost is there a first silo");
        }

        if (settings is { GatewayPort: 0, AdHocEval: true } && section.AreBeside("ad_hoc_eval", "gateway_port"))
        {
            section.Problems.Warn(section.PlaceOf("ad_hoc_eval"), "ad_hoc_eval has no effect: with gateway_port 0 there are no external clients");
        }

        if (settings is { GatewayPort: 0, ClientTls: not null } && section.AreBeside("client_tls", "gateway_port"))
        {
            section.Problems.Warn(section.PlaceOf("client_tls"), "client_tls has no effect: with gateway_port 0 there are no external clients");
        }

        Place secret = SecretReader.PlaceOf(section, SecretKey);
        if (settings is { GatewayPort: 0, ClientSecret: not null } && secret.Origin == section.PlaceOf("gateway_port").Origin)
        {
            section.Problems.Warn(secret, "client_secret has no effect: with gateway_port 0 there are no external clients");
        }
    }

    private static string DefaultHttpAddress(ClusterSettings cluster, WebSettings web)
    {
        IPAddress address = cluster.Address;
        string host = cluster.HostName ?? (address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString());
        return string.Create(CultureInfo.InvariantCulture, $"{host}{web.ListenAddress[web.ListenAddress.LastIndexOf(':')..]}");
    }
}
