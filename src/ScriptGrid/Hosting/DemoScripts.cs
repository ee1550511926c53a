using System.Reflection;

namespace ScriptGrid.Hosting;

/// <summary>The sample scripts that the demo collects. They are embedded in the program.</summary>
internal static class DemoScripts
{
    private const string Prefix = "demo/";

    /// <summary>Writes them to a folder, so that users can look at them.</summary>
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
