namespace ScriptGrid.Testing;

/// <summary>Programs that are .NET tools. <c>.ci/tools</c> installs them if it can download them.</summary>
internal static class DotNetTool
{
    /// <summary>Returns the path of a program: on the PATH, or where <c>dotnet tool install --global</c> puts it. Null if it is not installed.</summary>
    public static string? Find(string program) =>
        new[] { Environment.GetEnvironmentVariable("PATH") ?? "", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools") }
            .SelectMany(static folders => folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
