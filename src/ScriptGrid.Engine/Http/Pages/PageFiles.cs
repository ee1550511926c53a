using System.Text;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>The files of which pages consist, embedded in the program.</summary>
internal static class PageFiles
{
    private const string Folder = "pages/";

    /// <summary>The names of all files.</summary>
    public static IEnumerable<string> Names => typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(static name => name[Folder.Length..]);

    /// <summary>Returns the content of a file.</summary>
    public static byte[] Read(string name)
    {
        using Stream file = typeof(PageFiles).Assembly.GetManifestResourceStream(Folder + name)
            ?? throw new ArgumentException($"No page is made of {name}.", nameof(name));
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>Returns the content of a text file.</summary>
    public static string ReadText(string name) => Encoding.UTF8.GetString(Read(name));
}
