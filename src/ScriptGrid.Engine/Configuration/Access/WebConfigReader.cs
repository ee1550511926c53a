using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>
/// Reads a file in the format of Prometheus' exporter toolkit. As in Prometheus, an unknown key is an error, and values cannot refer to variables.
/// </summary>
internal static class WebConfigReader
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>From this cost on, a login takes seconds.</summary>
    private const int SlowCost = 15;

    private static readonly ValueKind<TimeSpan> Interval = new(
        $"0, or {ValueKinds.Duration.Expected}",
        static (string text, out TimeSpan value) =>
        {
            value = TimeSpan.Zero;
            return text is "0" or "0s" || ValueKinds.Duration.Parse(text, out value);
        });

    /// <summary>The headers that may be set, and their allowed values; empty allows any value.</summary>
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Headers = new Dictionary<string, ImmutableArray<string>>
    {
        ["Content-Security-Policy"] = [],
        ["Strict-Transport-Security"] = [],
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-XSS-Protection"] = [],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Reads the file; null, with the errors reported, if it cannot be read.</summary>
    /// <param name="file">The file as configured.</param>
    /// <param name="files">Reads the file, and the files that it names.</param>
    /// <param name="problems">Collects the errors.</param>
    public static WebConfig? Read(TextNode file, FollowedFiles files, Problems problems)
    {
        string path = Section.FilePath(file);
        if (files.Read(path, MaxBytes, out string problem) is not { } bytes || Utf8Text.Decode(bytes, path, out problem) is not { } text)
        {
            problems.Error(WebAccessSettings.ConfigFileKey, file.Place, ShownName.File(file, path, problem));
            return null;
        }

        SectionNode? root = YamlReader.Read(
            text, file.Text, Path.GetDirectoryName(path)!, environment: null, problems, "tls_server_config and basic_auth_users", mayBeEmpty: false);
        return root is null ? null : Section.Read(root, problems, section => Read(section, files));
    }

    private static WebConfig Read(Section section, FollowedFiles files)
    {
        WebConfig config = section.Child("http_server_config", ReadHttp) ?? new WebConfig();
        return config with
        {
            Tls = section.Child("tls_server_config", tls => new ServerTlsReader(files).Read(tls, config.Http2)),
            Users = ReadUsers(section),
            Rate = section.Child("rate_limit", ReadRate),
        };
    }

    private static WebConfig ReadHttp(Section section) => new()
    {
        Http2 = section.Value("http2", ValueKinds.Boolean) ?? true,
        Headers = [.. section.Map("headers", areShown: false).Where(header => IsHeader(section, header.Key, header.Value)).Select(static header => (header.Key, header.Value.Text))],
    };

    /// <summary>Whether the header is to be set. An empty value is no error, but sets no header.</summary>
    private static bool IsHeader(Section section, string name, TextNode value)
    {
        if (!Headers.TryGetValue(name, out ImmutableArray<string> allowed))
        {
            section.Error("headers", value.Place, $"the header {ShownName.Header(name)} cannot be set; those that can are {string.Join(", ", Headers.Keys)}");
            return false;
        }

        if (value.Text.Length > 0 && allowed.Length > 0 && !allowed.Contains(value.Text))
        {
            section.Error("headers", value.Place, $"{name} must be {string.Join(" or ", allowed)}");
            return false;
        }

        if (value.Text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            section.Error("headers", value.Place, $"{name} contains characters that headers must not contain");
            return false;
        }

        return value.Text.Length > 0;
    }

    private static ImmutableArray<WebUser> ReadUsers(Section section)
    {
        var users = ImmutableArray.CreateBuilder<WebUser>();
        foreach ((string name, TextNode hash) in section.Map("basic_auth_users", areShown: false))
        {
            if (UserProblem(name, hash.Text) is { } problem)
            {
                section.Error("basic_auth_users", hash.Place, problem);
                continue;
            }

            users.Add(new WebUser(name, hash.Text));
            if (PasswordHash.CostOf(hash.Text) is >= SlowCost and { } cost)
            {
                section.Problems.Warn(hash.Place, string.Create(CultureInfo.InvariantCulture, $"basic_auth_users: a hash of cost {cost} takes seconds of CPU for each login that is not known yet; 10 to 12 is usual"));
            }
        }

        return users.ToImmutable();
    }

    private static string? UserProblem(string name, string hash) => name.Length == 0 || name.Contains(':')
        ? "a user's name must not be empty or contain a colon"
        : PasswordHash.CostOf(hash) is null ? "the value of this user is not a bcrypt hash; make one with scriptgrid web hash-password" : null;

    private static RequestRate? ReadRate(Section section)
    {
        TimeSpan interval = section.Value("interval", Interval) ?? TimeSpan.Zero;
        int? burst = section.Value("burst", ValueKinds.Count);
        if (interval == TimeSpan.Zero)
        {
            return null;
        }

        if (burst is null && !section.Has("burst"))
        {
            section.Problems.Error(section.Place, "without burst every request would be refused; add burst");
        }

        return new RequestRate(interval, burst ?? 1);
    }
}
