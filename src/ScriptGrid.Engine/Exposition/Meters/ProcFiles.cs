using System.Globalization;
using System.IO.Enumeration;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>What Linux says about this process in <c>/proc/self</c>; null if there is no such file or line.</summary>
internal static class ProcFiles
{
    private const string Root = "/proc/self/";

    /// <summary>Returns the size of the address space in bytes.</summary>
    public static long? VirtualBytes() => Field(Lines("status"), "VmSize:") * 1024;

    /// <summary>Returns the number of threads of the operating system.</summary>
    public static long? Threads() => Field(Lines("status"), "Threads:");

    /// <summary>Returns the soft limit of open files.</summary>
    public static long? MaxFileDescriptors() => Field(Lines("limits"), "Max open files");

    /// <summary>
    /// Returns the number of open files and sockets: the directory's size since Linux 6.2, and before that the number of its entries. Counting takes
    /// microseconds for each entry, of which a fleet has thousands.
    /// </summary>
    public static long? OpenFileDescriptors()
    {
        const string directory = Root + "fd";
        if (!Directory.Exists(directory))
        {
            return null;
        }

        return FileStatus.Of(directory)?.Size is > 0 and long count ? count : CountEntries(directory);
    }

    private static long CountEntries(string directory)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        return new FileSystemEnumerable<bool>(directory, static (ref _) => true, options).Count() - 1; // without the one that reads the directory
    }

    /// <summary>Returns the whole number after a line's name; null if the line is missing or says <c>unlimited</c>.</summary>
    internal static long? Field(IEnumerable<string> lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = line?[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    private static IEnumerable<string> Lines(string file) => File.Exists(Root + file) ? File.ReadLines(Root + file) : [];
}
