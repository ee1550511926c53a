using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>Makes the C library give large buffers their own pages, from the first handshake on.</summary>
/// <remarks>
/// OpenSSL holds two buffers for each connection, each as long as the longest record, 16 KiB. Commands and their replies use only the first few hundred bytes.
/// Fresh pages that nobody touches take no memory, but the pages of the heap have mostly been touched by earlier allocations.
/// </remarks>
internal static class TlsBuffers
{
    // See mallopt(3).
    private const int MmapThreshold = -3;
    private const int MmapMax = -4;

    private const int LongestRecord = 16 * 1024;

    /// <summary>Half the number of mappings that Linux allows a process by default, in case no two of them are adjacent.</summary>
    private const int MostMapped = 32 * 1024;

    /// <summary>Whether the setting was applied. Some C libraries do not know it.</summary>
    public static bool AreMapped { get; } = TryMap();

    /// <summary>Applies the setting once.</summary>
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
