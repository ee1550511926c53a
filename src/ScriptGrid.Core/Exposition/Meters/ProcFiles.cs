using System.Globalization;
using System.IO.Enumeration;

namespace ScriptGrid.Exposition.Meters;

/// <summary>What Linux tells of a process below <c>/proc/self</c>; null where there is no such file or line.</summary>
internal static class ProcFiles
{
    private const string Root = "/proc/self/";

    /// <summary>Size of the address space in bytes.</summary>
    public static long? VirtualBytes() => Field(Lines("status"), "VmSize:") * 1024;

    /// <summary>Threads of the operating system.</summary>
    public static long? Threads() => Field(Lines("status"), "Threads:");

    /// <summary>The soft limit of open files.</summary>
    public static long? MaxFileDescriptors() => Field(Lines("limits"), "Max open files");

    /// <summary>Open files and sockets; counted without a string for each, as a fleet has thousands.</summary>
    public static long? OpenFileDescriptors()
    {
        const string directory = Root + "fd";
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        return Directory.Exists(directory)
            ? new FileSystemEnumerable<bool>(directory, static (ref FileSystemEntry _) => true, options).Count() - 1 // but for its own
            : null;
    }

    /// <summary>The whole number behind a line's name; null where the line is missing or says <c>unlimited</c>.</summary>
    internal static long? Field(IEnumerable<string> lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = line?[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    private static IEnumerable<string> Lines(string file) => File.Exists(Root + file) ? File.ReadLines(Root + file) : [];
}
