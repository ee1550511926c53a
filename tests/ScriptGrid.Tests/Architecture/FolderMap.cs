namespace ScriptGrid.Tests.Architecture;

/// <summary>
/// Which folder of a project may refer to which. Folders are namespaces, and each builds on those that stand before it; "." is the project's
/// own root. A namespace without a line of its own belongs to the folder that holds it.
/// </summary>
internal sealed class FolderMap
{
    private readonly string _project;
    private readonly List<string> _order = [];
    private readonly Dictionary<string, HashSet<string>> _allowed = new(StringComparer.Ordinal);

    /// <param name="project">The project's name, which is its root namespace.</param>
    /// <param name="text">A line for each folder: its name, a colon, and the folders that it may refer to; <c>Commands.*</c> is each one above within Commands.</param>
    public FolderMap(string project, string text)
    {
        _project = project;
        foreach (string[] line in text.Split('\n').Select(static line => line.Split(':')))
        {
            string folder = line[0].Trim();
            _allowed.Add(folder, [.. line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand)]);
            _order.Add(folder);
        }
    }

    /// <summary>Lines that name a folder which does not stand before theirs: with none there can be no circle.</summary>
    public IEnumerable<string> Backward() =>
        from folder in _order
        from target in _allowed[folder]
        where _order.IndexOf(target) is var place && (place < 0 || place >= _order.IndexOf(folder))
        select $"{folder} -> {target}";

    /// <summary>Whether the list has this reference, or needs none since it stays within a folder.</summary>
    public bool Allows(string fromFolder, string toFolder) => fromFolder == toFolder || _allowed[fromFolder].Contains(toFolder);

    private IEnumerable<string> Expand(string folder) =>
        folder.EndsWith(".*", StringComparison.Ordinal) ? _order.Where(above => above.StartsWith(folder[..^1], StringComparison.Ordinal)) : [folder];

    /// <summary>Whether people wrote it: what source generators add stands in namespaces of their own.</summary>
    public bool IsOfProject(string @namespace) => @namespace == _project || @namespace.StartsWith(_project + ".", StringComparison.Ordinal);

    /// <summary>The folder of a namespace; null where it belongs to no folder of this project.</summary>
    public string? FolderOf(string @namespace)
    {
        if (@namespace == _project)
        {
            return ".";
        }

        string rest = IsOfProject(@namespace) ? @namespace[(_project.Length + 1)..] : "";
        return _order
            .Where(folder => rest == folder || rest.StartsWith(folder + ".", StringComparison.Ordinal))
            .MaxBy(static folder => folder.Length);
    }
}
