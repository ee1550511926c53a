namespace ScriptGrid.Testing;

/// <summary>The checkout of the repository in which the tests were built.</summary>
internal static class Checkout
{
    /// <summary>The path of its folder.</summary>
    public static string Folder { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>
    /// Returns the full path of a file or folder in it. (In a build for publishing, the compiler replaces source paths by ones that do not exist on this
    /// machine.)
    /// </summary>
    /// <param name="relative">The path within the checkout, with slashes.</param>
    public static string PathOf(string relative) => Path.GetFullPath(relative, Folder);

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScriptGrid.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ScriptGrid.sln.");
    }
}
