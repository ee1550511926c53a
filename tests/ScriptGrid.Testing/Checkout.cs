namespace ScriptGrid.Testing;

/// <summary>The checkout that the tests were built in, for what is made from it.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The path of a file or folder of it. (What the compiler knows of a source file's path is none of this machine in a build for publishing.)</summary>
    /// <param name="relative">Its path within the checkout, with slashes.</param>
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
