using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScriptGrid.Testing;

/// <summary>Named pipes: whoever opens one to read waits for somebody who writes.</summary>
internal static class NamedPipe
{
    /// <summary>Makes a pipe that nobody writes to.</summary>
    public static string Create(string path)
    {
        const uint ownerOnly = 0x180;
        return MakeFifo(path, ownerOnly) == 0 ? path : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"mkfifo {path}");
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
#pragma warning restore SYSLIB1054
}
