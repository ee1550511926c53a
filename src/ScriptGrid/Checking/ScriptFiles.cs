using System.IO.Enumeration;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Checking;

/// <summary>
/// The scripts that a command line names: files, folders with all their <c>.lua</c> files, patterns such as <c>scripts/**/*.lua</c>, and <c>-</c> for
/// standard input.
/// </summary>
internal sealed class ScriptFiles(string workingDirectory, Func<Stream> input)
{
    private const string Input = "-";

    private static readonly char[] Wildcards = ['*', '?'];

    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Reads the scripts, each once. For each one that cannot be read, a problem is added.</summary>
    public List<CheckedScript> Read(IEnumerable<string> arguments, LintOptions options, List<string> problems)
    {
        var scripts = new List<CheckedScript>();
        foreach (string argument in arguments.Distinct())
        {
            if (argument == Input)
            {
                Add(scripts, "stdin", ReadInput(), $"standard input is longer than {Defaults.MaxScriptBytes / 1024} KiB", options, problems);
                continue;
            }

            foreach (string path in Expand(argument, problems).Where(path => scripts.TrueForAll(script => script.File != path)))
            {
                byte[]? text = BoundedFile.Read(Path.GetFullPath(path, workingDirectory), Defaults.MaxScriptBytes, out string problem);
                Add(scripts, path, text, problem, options, problems);
            }
        }

        return scripts;
    }

    /// <summary>Reads standard input; null if it is too long for a script.</summary>
    private byte[]? ReadInput()
    {
        using Stream stream = input();
        byte[] buffer = new byte[Defaults.MaxScriptBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length < buffer.Length ? BoundedFile.WithoutMark(buffer[..length]) : null;
    }

    private static void Add(List<CheckedScript> scripts, string name, byte[]? text, string problem, LintOptions options, List<string> problems)
    {
        if (text is null)
        {
            problems.Add(problem);
        }
        else
        {
            scripts.Add(CheckedScript.Given(name, text, options));
        }
    }

    /// <summary>Returns the files that an argument means. An existing file means itself, even if its name contains a wildcard.</summary>
    private string[] Expand(string argument, List<string> problems)
    {
        if (argument.Length == 0)
        {
            problems.Add("a script's path is empty");
            return [];
        }

        string path = Path.GetFullPath(argument, workingDirectory);
        bool isFolder = Directory.Exists(path);
        if (!isFolder && (argument.IndexOfAny(Wildcards) < 0 || File.Exists(path)))
        {
            return [argument];
        }

        string[] found = isFolder ? Below(argument, static file => file.EndsWith(".lua", StringComparison.Ordinal)) : Matching(argument);
        if (found.Length == 0)
        {
            problems.Add(isFolder ? $"{argument} contains no .lua file" : $"{argument} matches no file");
        }

        return found;
    }

    private string[] Matching(string pattern)
    {
        string fixedPart = pattern[..pattern.IndexOfAny(Wildcards)];
        string folder = fixedPart[..(fixedPart.LastIndexOf('/') + 1)];
        Regex form = Form(pattern[folder.Length..]);
        return Directory.Exists(Path.GetFullPath(folder, workingDirectory)) ? Below(folder, form.IsMatch) : [];
    }

    /// <summary>
    /// Returns the files below a folder whose path relative to it is wanted, in order. Links to folders are not followed, because they may form cycles.
    /// </summary>
    private string[] Below(string folder, Func<string, bool> isWanted)
    {
        string root = Path.GetFullPath(folder, workingDirectory);
        var files = new FileSystemEnumerable<string>(root, static (ref FileSystemEntry entry) => entry.ToFullPath(), Deep)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return
        [
            .. files
                .Select(file => Path.GetRelativePath(root, file))
                .Where(isWanted)
                .Order(StringComparer.Ordinal)
                .Select(file => Path.Combine(folder, file)),
        ];
    }

    private static Regex Form(string pattern) => new(
        "^" + Regex.Escape(pattern)
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal) + @"\z",
        RegexOptions.CultureInvariant);
}
