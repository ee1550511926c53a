using System.Reflection;

namespace ScriptGrid.Hosting;

/// <summary>The samples that the demo collects, carried inside the program.</summary>
internal static class DemoScripts
{
    private const string Prefix = "demo/";

    /// <summary>Writes them into a folder, for a look at them.</summary>
    public static async Task WriteAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            await using Stream text = assembly.GetManifestResourceStream(name)!;
            await using FileStream file = File.Create(Path.Combine(folder.FullName, name[Prefix.Length..]));
            await text.CopyToAsync(file, cancellationToken);
        }
    }
}
