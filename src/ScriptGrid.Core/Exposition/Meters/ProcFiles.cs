using System.Globalization;
using System.Runtime.InteropServices;

namespace ScriptGrid.Exposition.Meters;

/// <summary>What Linux tells of a process below <c>/proc/self</c>; null where there is no such file or line.</summary>
internal static class ProcFiles
{
    private const string Root = "/proc/self/";

    // "." and "..", and the descriptor that reads the directory.
    private const int EntriesBesideFiles = 3;

    /// <summary>Size of the address space in bytes.</summary>
    public static long? VirtualBytes() => Field(Lines("status"), "VmSize:") * 1024;

    /// <summary>Threads of the operating system.</summary>
    public static long? Threads() => Field(Lines("status"), "Threads:");

    /// <summary>The soft limit of open files.</summary>
    public static long? MaxFileDescriptors() => Field(Lines("limits"), "Max open files");

    /// <summary>
    /// Open files and sockets. Counted by readdir, as .NET's own enumeration asks for the status of each of them twice, which for a fleet's
    /// thousands of sockets costs more than the rest of a page.
    /// </summary>
    public static long? OpenFileDescriptors()
    {
        nint directory = OperatingSystem.IsLinux() ? OpenDirectory(Root + "fd") : 0;
        if (directory == 0)
        {
            return null;
        }

        int entries = 0;
        while (ReadDirectory(directory) != 0)
        {
            entries++;
        }

        _ = CloseDirectory(directory);
        return entries - EntriesBesideFiles;
    }

    /// <summary>The whole number behind a line's name; null where the line is missing or says <c>unlimited</c>.</summary>
    internal static long? Field(IEnumerable<string> lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = line?[name.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    private static IEnumerable<string> Lines(string file) => File.Exists(Root + file) ? File.ReadLines(Root + file) : [];

    [DllImport("libc", EntryPoint = "opendir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint OpenDirectory([MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    [DllImport("libc", EntryPoint = "readdir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadDirectory(nint directory);

    [DllImport("libc", EntryPoint = "closedir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseDirectory(nint directory);
}
