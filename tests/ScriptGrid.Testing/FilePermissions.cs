namespace ScriptGrid.Testing;

/// <summary>What users may do with a file.</summary>
internal static class FilePermissions
{
    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;

    /// <summary>Lets every user read, write and execute a file, or use a directory.</summary>
    public static void OpenToEverybody(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Everything);
        }
    }
}
