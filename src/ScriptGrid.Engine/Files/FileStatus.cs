using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Files;

/// <summary>The kind of a file.</summary>
internal enum FileKind
{
    Regular,
    Directory,
    Pipe,
    Socket,
    Device,
}

/// <summary>What Linux says about a file without opening it. Opening a named pipe would block until somebody writes to it.</summary>
/// <param name="Kind">The kind of the file, links followed.</param>
/// <param name="Size">The size in bytes; for a directory, the number that the file system gives.</param>
internal readonly record struct FileStatus(FileKind Kind, long Size)
{
    private const int CurrentDirectory = -100;
    private const uint TypeMask = 0x1;
    private const uint SizeMask = 0x200;

    /// <summary>Returns the status of a file; null if the file does not exist, or the platform has no statx.</summary>
    /// <remarks>The layout of <c>struct statx</c> is the same on every architecture: statx(2).</remarks>
    public static FileStatus? Of(string path)
    {
        const int structLength = 256;
        const int modeOffset = 28;
        const int sizeOffset = 40;
        byte[] buffer = new byte[structLength];
        try
        {
            if (Statx(CurrentDirectory, path, flags: 0, TypeMask | SizeMask, buffer) != 0)
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }

        ReadOnlySpan<byte> mode = buffer.AsSpan(modeOffset);
        ReadOnlySpan<byte> size = buffer.AsSpan(sizeOffset);
        return BitConverter.IsLittleEndian
            ? new FileStatus(KindOf(BinaryPrimitives.ReadUInt16LittleEndian(mode)), BinaryPrimitives.ReadInt64LittleEndian(size))
            : new FileStatus(KindOf(BinaryPrimitives.ReadUInt16BigEndian(mode)), BinaryPrimitives.ReadInt64BigEndian(size));
    }

    /// <remarks>File types in <c>st_mode</c>: inode(7).</remarks>
    private static FileKind KindOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);
#pragma warning restore SYSLIB1054
}
