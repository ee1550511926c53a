using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A kind of value, and the words by which messages describe it.</summary>
internal abstract record ValueKind(string Expected)
{
    /// <summary>The possible words; empty if the kind is not a choice of words.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Whether messages may quote an invalid value, provided that it cannot be a login. Default: true.</summary>
    public bool IsQuoted { get; init; } = true;

    /// <summary>The error message for text, as written, that is not of this kind.</summary>
    public string Problem(string written) => $"{(IsQuoted ? ShownName.Value(written) : ShownName.Unquoted)} is not {Expected}";
}

/// <summary>A kind of value, and its parser.</summary>
internal sealed record ValueKind<T>(string Expected, ValueKind<T>.TryParse Parse) : ValueKind(Expected)
{
    public delegate bool TryParse(string text, out T value);
}

/// <summary>Every kind of value in the configuration.</summary>
internal static class ValueKinds
{
    private const string DurationExample = "such as 250ms, 15s or 1m30s";

    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(30);

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private static readonly SearchValues<char> NotInPath = SearchValues.Create(" ?#{}*%");

    /// <summary>The time from one run to the next. Schedule slots are 20 ms wide, so an interval must span at least a few of them.</summary>
    public static readonly ValueKind<TimeSpan> Interval =
        new($"a duration from 100ms to 30d {DurationExample}", TryInterval);

    /// <summary>An interval, or <c>never</c> as <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static readonly ValueKind<TimeSpan> IntervalOrNever = new(
        $"never or a duration from 100ms to 30d {DurationExample}",
        static (string text, out TimeSpan value) =>
        {
            value = Timeout.InfiniteTimeSpan;
            return text == "never" || TryInterval(text, out value);
        });

    public static readonly ValueKind<TimeSpan> Duration =
        new($"a duration from 1ms to 30d {DurationExample}", TryDuration);

    /// <summary>A share of time, from 0 (exclusive) to 1.</summary>
    public static readonly ValueKind<double> Percentage = new(
        "a percentage above 0% and up to 100%, such as 5% or 0.5%",
        static (string text, out double value) =>
        {
            string number = text.EndsWith('%') ? text[..^1] : "";
            bool valid = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
            value /= 100;
            return valid && value is > 0 and <= 1;
        });

    public static readonly ValueKind<int> Count = new(
        "a whole number from 1 to 1000000000",
        static (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is > 0 and <= 1_000_000_000);

    /// <summary>Everything that Go and .NET accept as true or false.</summary>
    public static readonly ValueKind<bool> Boolean = new(
        "one of true, false",
        static (string text, out bool value) =>
        {
            value = text is "1" or "t" or "T";
            return value || text is "0" or "f" or "F" || bool.TryParse(text, out value);
        });

    /// <summary>Whether scripts may write. Readers of YAML 1.1, such as Helm, take <c>off</c> for <c>false</c>, so both mean the same.</summary>
    public static readonly ValueKind<ReadOnlyMode> ReadOnly = Choice(
        ("prefer", ReadOnlyMode.Prefer), ("required", ReadOnlyMode.Required), ("off", ReadOnlyMode.Off), ("false", ReadOnlyMode.Off));

    /// <summary>The role of the servers on which a script runs; null for any role.</summary>
    public static readonly ValueKind<ServerRole?> On =
        Choice<ServerRole?>(("master", ServerRole.Master), ("replica", ServerRole.Replica), ("any", null));

    public static readonly ValueKind<Aggregations> Aggregation = Choice(
        ("sum", Aggregations.Sum),
        ("min", Aggregations.Min),
        ("max", Aggregations.Max),
        ("avg", Aggregations.Avg),
        ("count", Aggregations.Count),
        ("p50", Aggregations.P50),
        ("p90", Aggregations.P90),
        ("p99", Aggregations.P99),
        ("stddev", Aggregations.StdDev));

    public static readonly ValueKind<TlsVersion> TlsVersion = Choice(("1.2", Model.TlsVersion.Tls12), ("1.3", Model.TlsVersion.Tls13));

    public static readonly ValueKind<Exposure> Exposure = Choice(("all", Model.Exposure.All), ("rollups", Model.Exposure.Rollups));

    public static readonly ValueKind<LogLevel> Level = Choice(
        ("trace", LogLevel.Trace),
        ("debug", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warn", LogLevel.Warning),
        ("error", LogLevel.Error));

    /// <summary>Whether the log is JSON.</summary>
    public static readonly ValueKind<bool> LogFormat = Choice(("text", false), ("json", true));

    public static readonly ValueKind<string> Path =
        Text("the path of a file", static text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal));

    public static readonly ValueKind<string> ScriptName = Text("a name", static text => text.Length > 0);

    public static readonly ValueKind<string> MetricPrefix = Text(
        "a prefix of metric names: letters, digits and underscores, no digit first", LabelRules.IsName);

    public static readonly ValueKind<string> TargetLabel = Text(
        "a label name that is free: letters, digits and underscores, no digit first, and none that ScriptGrid sets itself",
        static text => LabelRules.Problem(text) is null);

    public static readonly ValueKind<string> ListenAddress = Text(
        "an address to listen on, such as :9121, 127.0.0.1:9121 or [::1]:9121", static text => Configuration.ListenAddress.Parse(text) is not null);

    public static readonly ValueKind<string> TelemetryPath = Text(
        $"a path such as /metrics; {WebPaths.Taken}", static text =>
            text.StartsWith('/') && !text.Contains("//", StringComparison.Ordinal) && WebPaths.HasPlainSegments(text)
            && !text.AsSpan().ContainsAny(NotInPath) && !WebPaths.IsTaken(text));

    /// <summary>A path below which other paths lie. As in Prometheus, slashes around it make no difference.</summary>
    public static readonly ValueKind<string> RoutePrefix = new(
        "a path such as /scriptgrid, of letters, digits and any of -._~, or / for none", WebPaths.TryPrefix);

    public static readonly ValueKind<string> ExternalUrl = new(
        "a URL such as https://metrics.example.com/scriptgrid, without user, query and fragment", WebPaths.TryExternalUrl)
    {
        IsQuoted = false,
    };

    /// <summary>The name of a cluster, a service or a silo. It becomes part of keys and columns in the membership store.</summary>
    public static readonly ValueKind<string> ClusterName = Text(
        "a name of up to 100 letters, digits, dots, underscores and hyphens", LabelRules.IsClusterName);

    public static readonly ValueKind<string> IPAddress = Text("an IP address", NetworkText.IsIPAddress);

    /// <summary>An address at which other processes reach this one.</summary>
    public static readonly ValueKind<string> OwnAddress = Text(
        "an IP address or a host name of this machine, under which the others reach it", NetworkText.IsOwnAddress);

    public static readonly ValueKind<string> HostAndPort = Text("a host and a port, such as 10.0.0.1:9121", NetworkText.IsHostAndPort);

    public static readonly ValueKind<int> Port = new("a port from 1 to 65535", static (string text, out int value) =>
        NetworkText.TryPort(text, out value) && value > 0);

    public static readonly ValueKind<int> PortOrNone = new("a port from 1 to 65535, or 0 for none", NetworkText.TryPort);

    public static readonly ValueKind<ClusterMembership> Membership = Choice(
        ("localhost", ClusterMembership.Localhost),
        ("redis", ClusterMembership.Redis),
        ("postgresql", ClusterMembership.PostgreSql));

    public static readonly ValueKind<Shard> Shard = new("a shard i/n with i from 1 to n, such as 1/3", Model.Shard.TryParse);

    /// <summary>Makes a kind that is one of a few words.</summary>
    public static ValueKind<T> Choice<T>(params (string Name, T Value)[] choices)
    {
        string[] names = [.. choices.Select(static choice => choice.Name)];
        return new ValueKind<T>(
            $"one of {string.Join(", ", names)}",
            (string text, out T value) =>
            {
                int index = Array.IndexOf(names, text);
                value = index < 0 ? default! : choices[index].Value;
                return index >= 0;
            })
        {
            Words = [.. names],
        };
    }

    private static ValueKind<string> Text(string expected, Predicate<string> isValid) => new(
        expected,
        (string text, out string value) =>
        {
            value = text;
            return isValid(text);
        });

    private static bool TryInterval(string text, out TimeSpan value) => TryDuration(text, out value) && value >= ShortestInterval;

    private static bool TryDuration(string text, out TimeSpan value) =>
        PrometheusDuration.TryParse(text, out value) && value > TimeSpan.Zero && value <= LongestDuration;
}
