using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScriptGrid.Testing;

/// <summary>Named pipes. Opening one for reading waits until somebody writes to it.</summary>
internal static class NamedPipe
{
    /// <summary>Creates a pipe that nobody writes to, and returns its path.</summary>
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
