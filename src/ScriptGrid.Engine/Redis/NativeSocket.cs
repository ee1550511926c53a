using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// The functions of Linux that <see cref="PolledSocket"/> uses: socket(7). The numbers are those of asm-generic, which are the same on all machines that .NET
/// runs on.
/// </summary>
internal static class NativeSocket
{
    public const int Stream = 1;
    public const int NeverBlocks = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int Peek = 0x2;
    public const int NoSignal = 0x4000;

    public const int SocketLevel = 1;
    public const int Error = 4;
    public const int KeepAlive = 9;

    public const int TcpLevel = 6;
    public const int NoDelay = 1;
    public const int KeepAliveIdle = 4;
    public const int KeepAliveInterval = 5;
    public const int KeepAliveProbes = 6;

    public const int WouldBlock = 11;

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Create(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Connect(PolledSocket socket, ref byte address, int length);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Receive(PolledSocket socket, ref byte room, nint length, int flags);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Send(PolledSocket socket, ref byte bytes, nint length, int flags);

    [DllImport("libc", EntryPoint = "getpeername")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetPeer(PolledSocket socket, ref byte address, ref int length);

    [DllImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetOption(PolledSocket socket, int level, int name, out int value, ref int length);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetOption(PolledSocket socket, int level, int name, in int value, int length);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(nint descriptor);
#pragma warning restore SYSLIB1054
}
