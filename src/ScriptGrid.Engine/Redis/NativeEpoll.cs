using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>The functions of Linux that <see cref="SocketPoller"/> uses: epoll(7).</summary>
internal static class NativeEpoll
{
    public const int CloseOnExec = 0x80000;
    public const int Add = 1;
    public const int Interrupted = 4;

    public const uint Readable = 0x1;
    public const uint Writable = 0x4;
    public const uint ReadHungUp = 0x2000;
    public const uint OnceForEachArrival = 1u << 31;

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "epoll_create1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Control(int poll, int operation, int socket, ref byte settings);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Wait(int poll, [Out] byte[] events, int maxEvents, int milliseconds);
#pragma warning restore SYSLIB1054
}
