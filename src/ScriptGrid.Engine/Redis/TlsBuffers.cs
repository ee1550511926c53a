using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>Has the C library give large buffers pages of their own, from the first handshake on.</summary>
/// <remarks>
/// OpenSSL holds two buffers for each connection, each as long as the longest record, 16 KiB. Commands and their replies use the first few hundred bytes. Pages that
/// nobody touched take no memory, but those of the heap have mostly been touched by others before.
/// </remarks>
internal static class TlsBuffers
{
    // See mallopt(3).
    private const int MmapThreshold = -3;
    private const int MmapMax = -4;

    private const int LongestRecord = 16 * 1024;

    /// <summary>Half of what Linux lets a process map unless told otherwise, should none of them lie side by side.</summary>
    private const int MostMapped = 32 * 1024;

    /// <summary>Whether they are. The C library may be one that knows no such setting.</summary>
    public static bool AreMapped { get; } = TryMap();

    /// <summary>Has that done once.</summary>
    public static void Map() => _ = AreMapped;

    private static bool TryMap()
    {
        try
        {
            return OperatingSystem.IsLinux() && SetOption(MmapMax, MostMapped) == 1 && SetOption(MmapThreshold, LongestRecord) == 1;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
#pragma warning restore SYSLIB1054
}
