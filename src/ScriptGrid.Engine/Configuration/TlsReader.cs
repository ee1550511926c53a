using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads a <c>tls</c> section and checks that its files can be loaded.</summary>
internal static class TlsReader
{
    private const string UselessAuthorities = "it has no effect, because insecure_skip_verify accepts any certificate; keep one of the two";

    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly string[] NeededByBothEnds = ["ca_file", "cert_file"];

    /// <summary>Reads the settings; null if there is no section.</summary>
    public static TlsSettings? Read(Section parent) => parent.Child("tls", static section =>
    {
        TlsSettings tls = ReadSection(section);
        if (IgnoresAuthorities(tls))
        {
            section.Error("ca_file", section.PlaceOf("ca_file"), UselessAuthorities);
        }

        return tls;
    });

    /// <summary>Reads the settings under redis_exporter's key. Like redis_exporter, accepts an authorities file that has no effect.</summary>
    public static TlsSettings? ReadLenient(Section parent, string key) => parent.Child(key, static section =>
    {
        TlsSettings tls = ReadSection(section);
        if (IgnoresAuthorities(tls))
        {
            section.Problems.Warn(section.PlaceOf("ca_file"), UselessAuthorities);
        }

        return tls;
    });

    /// <summary>Returns the settings with this lowest TLS version if they name none.</summary>
    public static TlsSettings? AtLeast(TlsSettings? tls, TlsVersion? version) => tls is { MinVersion: null } ? tls with { MinVersion = version } : tls;

    /// <summary>Reads the settings for both ends of a connection, which verify each other; null if there is no section.</summary>
    public static TlsSettings? ReadMutual(Section parent) => parent.Child("tls", ReadMutualSection);

    /// <summary>Reads the section <c>client_tls</c>, for the end to which clients connect; null if there is none.</summary>
    public static TlsSettings? ReadForClients(Section parent) => parent.Child("client_tls", static section => ReadFiles(section, ForServers));

    /// <summary>Whether two files of authorities have one in common. Returns false if one cannot be read, which is reported elsewhere.</summary>
    public static bool HaveOneAuthority(string path, string other)
    {
        try
        {
            return PemFile.Certificates(path).Any(PemFile.Certificates(other).Contains);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or ArgumentException)
        {
            return false;
        }
    }

    private static TlsSettings ReadMutualSection(Section section)
    {
        TlsSettings tls = ReadFiles(section, ForServers, ForClients) with { ServerName = section.Text("server_name") };
        foreach (string key in NeededByBothEnds.Where(key => !section.Has(key)))
        {
            section.Problems.Error(section.Place, $"both ends verify each other here; add {key}");
        }

        return tls;
    }

    private static TlsSettings ReadSection(Section section) => ReadFiles(section) with
    {
        ServerName = section.Text("server_name"),
        MinVersion = section.Value("min_version", ValueKinds.TlsVersion),
        InsecureSkipVerify = section.Value("insecure_skip_verify", ValueKinds.Boolean) ?? false,
    };

    private static bool IgnoresAuthorities(TlsSettings tls) => tls is { InsecureSkipVerify: true, CaFile: not null };

    /// <param name="section">The section.</param>
    /// <param name="purposes">The purposes that the certificate must allow, if it restricts them.</param>
    private static TlsSettings ReadFiles(Section section, params string[] purposes)
    {
        var tls = new TlsSettings
        {
            CaFile = section.FilePath("ca_file"),
            CertFile = section.FilePath("cert_file"),
            KeyFile = section.FilePath("key_file"),
        };
        if (tls.CaFile is { } authorities)
        {
            Check(section, "ca_file", authorities, () => PemFile.Certificates(authorities));
        }

        if (tls.CertFile is { } certificate && (tls.KeyFile is null || IsReadable(section, "key_file", tls.KeyFile)))
        {
            Check(section, "cert_file", certificate, () => CheckPurposes(certificate, tls.KeyFile, purposes));
        }

        if (tls is { KeyFile: not null, CertFile: null })
        {
            section.Error("key_file", section.Find("key_file")!.Place, "a key needs its certificate; add cert_file");
        }

        return tls;
    }

    /// <summary>
    /// Checks that the certificates of a file can be read, and the purposes of the first. Without the extension it is valid for every purpose (RFC 5280,
    /// section 4.2.1.12).
    /// </summary>
    private static void CheckPurposes(string path, string? keyPath, string[] purposes)
    {
        _ = PemFile.Certificates(path); // Those after the first are shown too.
        using X509Certificate2 certificate = PemFile.Certificate(path, keyPath);
        X509EnhancedKeyUsageExtension? usage = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (usage is not null && purposes.FirstOrDefault(purpose => usage.EnhancedKeyUsages[purpose] is null) is { } lacking)
        {
            throw new CryptographicException($"its extended key usage says that it is not for a {(lacking == ForServers ? "server" : "client")}");
        }
    }

    private static void Check(Section section, string key, string path, Action load)
    {
        if (!IsReadable(section, key, path))
        {
            return;
        }

        try
        {
            load();
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or ArgumentException)
        {
            bool lacksKey = key == "cert_file" && section.Find("key_file") is null;
            string hint = lacksKey ? "; put its key into the same file or into key_file" : "";
            section.Error(key, section.Find(key)!.Place, $"{path} is not a usable PEM file: {exception.Message.TrimEnd('.')}{hint}");
        }
    }

    private static bool IsReadable(Section section, string key, string path)
    {
        bool readable = BoundedFile.Read(path, PemFile.MaxBytes, out string problem) is not null;
        if (!readable)
        {
            TextNode file = section.Find(key)!;
            section.Error(key, file.Place, ShownName.File(file, path, problem));
        }

        return readable;
    }
}
