using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the <c>http_sd</c> source.</summary>
internal static class HttpSourceReader
{
    private const string UrlKey = "url";
    private const string PasswordKey = "password";
    private const string TokenKey = "bearer_token";

    /// <summary>Reads the source's settings; null if it has no usable URL.</summary>
    public static HttpSourceSettings? Read(Section section, SecretReader secrets)
    {
        Uri? url = ReadUrl(section);
        TlsSettings? tls = TlsReader.Read(section);
        if (tls?.ServerName is not null)
        {
            section.Error("tls", section.PlaceOf("tls"), "server_name has no effect here, because the certificate must be for the host of the url; leave it out");
        }

        if (tls is not null && url is { Scheme: "http" })
        {
            section.Error("tls", section.PlaceOf("tls"), "it has no effect with http://; write https://");
        }

        Secret? password = secrets.Read(section, PasswordKey);
        Secret? token = ReadToken(section, secrets);
        string? username = section.Text("username") is { Length: > 0 } user ? user : null;
        CheckLogin(section, username);
        TimeSpan? timeout = section.Value("timeout", ValueKinds.Duration);
        TimeSpan? refresh = section.Value("refresh", ValueKinds.Interval);
        return url is null
            ? null
            : new HttpSourceSettings
            {
                Url = url,
                Refresh = refresh ?? HttpSourceSettings.DefaultRefresh,
                Timeout = timeout ?? HttpSourceSettings.DefaultTimeout,
                Username = username,
                Password = password,
                BearerToken = token,
                Tls = tls,
            };
    }

    /// <summary>Returns what is wrong with a token without the blanks around it; null if it can be sent.</summary>
    public static string? TokenProblem(string token) =>
        token.AsSpan().ContainsAny("\r\n\0") ? "the token has several lines, or a NUL; it must be one line" : null;

    private static Secret? ReadToken(Section section, SecretReader secrets)
    {
        Secret? token = secrets.Read(section, TokenKey);
        if (token is { } given && TokenProblem(given.Text.Trim()) is { } problem)
        {
            section.Error(SecretReader.KeyOf(section, TokenKey), SecretReader.PlaceOf(section, TokenKey), given.File is { } file ? $"{file}: {problem}" : problem);
        }

        return token;
    }

    /// <summary>Messages do not quote an unusable URL, because it may contain a password.</summary>
    private static Uri? ReadUrl(Section section)
    {
        if (section.Find(UrlKey) is not { } text)
        {
            section.Problems.Error(section.Place, "the source has no url; add url: https://host/path");
            return null;
        }

        bool isUrl = Uri.TryCreate(text.Text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
        string? problem = !isUrl ? "it is not an http:// or https:// URL"
            : url!.UserInfo.Length > 0 ? "it contains credentials; put them into username and password_file"
            : null;
        if (problem is not null)
        {
            section.Error(UrlKey, text.Place, problem);
        }

        return problem is null ? url : null;
    }

    private static void CheckLogin(Section section, string? username)
    {
        bool hasPassword = SecretReader.IsGiven(section, PasswordKey);
        if (SecretReader.IsGiven(section, TokenKey) && (hasPassword || username is not null))
        {
            section.Error(TokenKey, SecretReader.PlaceOf(section, TokenKey), "a request can have only one login; keep this, or username and password");
        }
        else if (hasPassword != username is not null)
        {
            section.Problems.Error(section.Place, "username and a password go together; add the other");
        }
    }
}
