using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>The Linux functions that <see cref="SocketPoller"/> calls: epoll(7) and eventfd(2).</summary>
internal static class NativePoll
{
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;

    internal const int Add = 1;
    internal const int Delete = 2;

    internal const uint Readable = 0x1;
    internal const uint ReadHungUp = 0x2000;
    internal const uint OnceForEachArrival = 1u << 31;

    /// <summary>The events for errors and for a connection closed by either side.</summary>
    internal const uint HungUp = 0x8 | 0x10 | ReadHungUp;

#pragma warning disable SYSLIB1054 // No signature here needs generated marshalling.
    [DllImport("libc", EntryPoint = "epoll_create1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Control(int poll, int operation, int socket, ref byte settings);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Wait(int poll, [Out] byte[] events, int maxEvents, int milliseconds);

    [DllImport("libc", EntryPoint = "eventfd")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int CreateEvent(uint value, int flags);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern nint Write(int file, in ulong value, nint bytes);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Close(int file);
#pragma warning restore SYSLIB1054
}
