using System.Globalization;
using System.IO.Enumeration;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Exposition.Meters;

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

    /// <summary>
    /// Open files and sockets: the directory's size since Linux 6.2, before that a count of its entries, which takes microseconds for
    /// each of a fleet's thousands.
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
        return new FileSystemEnumerable<bool>(directory, static (ref _) => true, options).Count() - 1; // but for its own
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
