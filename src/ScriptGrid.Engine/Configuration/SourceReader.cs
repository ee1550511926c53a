using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the sources of a group.</summary>
internal static partial class SourceReader
{
    private const string FilesKey = "files";

    private static readonly string[] Keys =
        [FileSourceSettings.Key, HttpSourceSettings.Key, DnsSourceSettings.Key, ClusterSourceSettings.Key, SentinelSourceSettings.Key];

    /// <summary>A pattern of paths as in Prometheus: any number of <c>*</c> in the last part.</summary>
    private static readonly ValueKind<string> FilePattern = new(
        "a path that ends in .json, .yml or .yaml, with * in its last part only",
        static (string text, out string value) =>
        {
            value = text;
            return ListFile().IsMatch(text) && !text.Contains('\0', StringComparison.Ordinal);
        });

    /// <summary>Whether the section has any source, valid or not.</summary>
    public static bool HasAny(Section section) => Array.Exists(Keys, section.Has);

    /// <summary>Reads the sources of a group, in the order listed here.</summary>
    public static ImmutableArray<SourceSettings> Read(Section section, SecretReader secrets, TargetTemplate group) =>
    [
        .. new SourceSettings?[]
        {
            section.Child(FileSourceSettings.Key, ReadFiles),
            section.Child(HttpSourceSettings.Key, source => HttpSourceReader.Read(source, secrets)!),
            section.Child(DnsSourceSettings.Key, DnsSourceReader.Read),
            section.Child(ClusterSourceSettings.Key, source => RedisSourceReader.ReadCluster(source, group)),
            section.Child(SentinelSourceSettings.Key, source => RedisSourceReader.ReadSentinel(source, secrets, group)),
        }.OfType<SourceSettings>(),
    ];

    private static FileSourceSettings ReadFiles(Section section)
    {
        ImmutableArray<TextNode> files = section.List(FilesKey) ?? [];
        if (files.IsEmpty)
        {
            section.Problems.Error(section.Place, "the source has no files; add files: [targets.json]");
        }

        section.Values(FilesKey, FilePattern); // Reports the invalid ones.
        return new FileSourceSettings
        {
            Patterns = [.. files.Where(static file => FilePattern.Parse(file.Text, out _)).Select(Section.FilePath)],
            Refresh = section.Value("refresh", ValueKinds.Interval) ?? FileSourceSettings.DefaultRefresh,
        };
    }

    [GeneratedRegex(@"^[^*]*([^/]*)\.(json|yml|yaml)\z")]
    private static partial Regex ListFile();
}
