using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Documentation;

/// <summary>Every piece of configuration on the page about discovery is taken as it stands there.</summary>
public sealed partial class DiscoveryPageTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public static TheoryData<string> Pieces =>
        [.. Yaml().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "discovery.md"))).Select(static block => block.Groups[1].Value)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Piece_OfThePage_IsTaken(string piece)
    {
        string secret = _folder.Write("secret", "geheimnis");
        _folder.Write("queues.lua", "return {}");
        string yaml = Whole(piece).Replace("/run/secrets/redis", secret, StringComparison.Ordinal)
            .Replace("/run/secrets/sentinel", secret, StringComparison.Ordinal)
            .Replace("/run/secrets/inventory", secret, StringComparison.Ordinal);

        ConfigurationResult result = _folder.Result(yaml);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Contains(result.Configuration!.Groups, static group => !group.Sources.IsEmpty);
    }

    /// <summary>A piece is a whole file, groups, or keys of a group, which may have its source elsewhere.</summary>
    private static string Whole(string piece)
    {
        const string Head = "scripts: [{file: queues.lua}]\ntarget_groups:\n";
        if (piece.StartsWith("scripts:", StringComparison.Ordinal))
        {
            return piece;
        }

        bool isGroups = piece.StartsWith("- ", StringComparison.Ordinal);
        bool hasSource = Source().IsMatch(piece);
        return isGroups ? Head + Indented(piece, "  ") : $"{Head}  - scripts: [queues.lua]\n{(hasSource ? "" : "    file_sd: {files: [a.json]}\n")}{Indented(piece, "    ")}";
    }

    private static string Indented(string text, string blanks) => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"{blanks}{line}\n"));

    [GeneratedRegex(@"^(file_sd|http_sd|dns|redis_cluster|sentinel):", RegexOptions.Multiline)]
    private static partial Regex Source();

    /// <summary>All but rules for Prometheus.</summary>
    [GeneratedRegex("^```yaml\\n((?!- alert).*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Yaml();
}
