using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Security.Cryptography;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Target lists in files. Each query reads all files and parses those whose bytes changed. It therefore makes no difference how a file is replaced:
/// by writing, by renaming or, as Kubernetes does, by redirecting a symbolic link to another directory.
/// </summary>
/// <remarks>
/// A file that cannot be read keeps its previous targets. If a file that matched a pattern is deleted, its targets are removed, provided that the
/// pattern still matches other files.
/// </remarks>
internal sealed class FileSource(FileSourceSettings settings) : IDiscoverySource
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const string PathLabel = "__meta_filepath";

    private readonly Lock _gate = new();
    private Dictionary<string, ReadFile> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken) => Task.Run(Read, cancellationToken); // Reading files blocks.

    /// <inheritdoc/>
    public void Remember(ImmutableArray<FoundTarget> listed)
    {
        lock (_gate)
        {
            foreach (IGrouping<string, FoundTarget> file in listed.GroupBy(static target => target.ValueOf(PathLabel), StringComparer.Ordinal))
            {
                if (settings.Patterns.FirstOrDefault(pattern => IsOf(pattern, file.Key)) is { } pattern)
                {
                    _files.TryAdd(file.Key, new ReadFile(pattern, [], [.. file]));
                }
            }
        }
    }

    private static bool IsOf(string pattern, string path) =>
        pattern == path
        || (Path.GetDirectoryName(pattern) == Path.GetDirectoryName(path) && FileSystemName.MatchesSimpleExpression(Path.GetFileName(pattern), Path.GetFileName(path), ignoreCase: false));

    private SourceAnswer Read()
    {
        lock (_gate)
        {
            List<string> problems = [];
            var files = new Dictionary<string, ReadFile>(StringComparer.Ordinal);
            foreach (string pattern in settings.Patterns)
            {
                foreach (string path in Find(pattern, problems))
                {
                    if (!files.ContainsKey(path) && Read(path, pattern, problems) is { } file)
                    {
                        files.Add(path, file);
                    }
                }
            }

            _files = files;
            string? problem = problems.Count > 1 ? $"{problems[0]}, and {problems.Count - 1} more problems" : problems.FirstOrDefault();
            return new SourceAnswer(files.Count == 0 ? null : [.. files.Values.SelectMany(static file => file.Targets)], problem);
        }
    }

    /// <summary>Returns the files that match a pattern, ordered by name; the previous files if none match now.</summary>
    private string[] Find(string pattern, List<string> problems)
    {
        string name = Path.GetFileName(pattern);
        if (!name.Contains('*', StringComparison.Ordinal))
        {
            return [pattern];
        }

        string? problem = null;
        string[] found = [];
        try
        {
            found = [.. Directory.EnumerateFiles(Path.GetDirectoryName(pattern)!, name).Order(StringComparer.Ordinal)];
            problem = found.Length == 0 ? $"no file matches {pattern}" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{Path.GetDirectoryName(pattern)} cannot be read: {exception.Message}";
        }

        if (problem is null)
        {
            return found;
        }

        problems.Add(problem);
        return [.. _files.Where(file => file.Value.Pattern == pattern).Select(static file => file.Key)];
    }

    private ReadFile? Read(string path, string pattern, List<string> problems)
    {
        ReadFile? before = _files.GetValueOrDefault(path);
        if (BoundedFile.Read(path, MaxBytes, out string problem) is { } bytes)
        {
            byte[] hash = SHA256.HashData(bytes);
            if (before is not null && before.Hash.AsSpan().SequenceEqual(hash))
            {
                return before;
            }

            if (Parse(path, bytes, out problem) is { } targets)
            {
                return new ReadFile(pattern, hash, targets);
            }
        }

        problems.Add(problem);
        return before;
    }

    private static ImmutableArray<FoundTarget>? Parse(string path, byte[] bytes, out string problem)
    {
        LabelSet meta = LabelSet.From([new(PathLabel, path)]);
        return path.EndsWith(".json", StringComparison.Ordinal)
            ? TargetListReader.ReadJson(bytes, path, meta, out problem)
            : TargetListReader.ReadYaml(bytes, path, meta, out problem);
    }

    /// <summary>The last valid content of a file.</summary>
    private sealed record ReadFile(string Pattern, byte[] Hash, ImmutableArray<FoundTarget> Targets);
}
