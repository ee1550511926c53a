using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>The size that Linux tells of a directory, which .NET tells of files only.</summary>
internal static class DirectorySize
{
    private const int CurrentDirectory = -100;
    private const uint SizeMask = 0x200;

    /// <summary>The directory's <c>stx_size</c>; null where the platform does not tell.</summary>
    /// <remarks>Layout of <c>struct statx</c>, the same on every architecture: statx(2).</remarks>
    public static long? Of(string directory)
    {
        const int structLength = 256;
        const int sizeOffset = 40;
        byte[] buffer = new byte[structLength];
        try
        {
            return Statx(CurrentDirectory, directory, flags: 0, SizeMask, buffer) == 0
                ? BitConverter.IsLittleEndian
                    ? BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(sizeOffset))
                    : BinaryPrimitives.ReadInt64BigEndian(buffer.AsSpan(sizeOffset))
                : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

#pragma warning disable CA2101, SYSLIB1054 // A path below /proc is ASCII; generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, string path, int flags, uint mask, [Out] byte[] buffer);
#pragma warning restore CA2101, SYSLIB1054
}
