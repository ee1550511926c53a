using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>The limit of open files, which each connection counts against at both of its ends.</summary>
internal static class FileDescriptors
{
    private const int Reserve = 500;

    /// <summary>
    /// Refuses to start what would fail half-way. The .NET runtime has raised the limit as far as it may, and programs started here inherit it.
    /// </summary>
    public static void Require(int connections)
    {
        int needed = connections + Reserve;
        if (ProcFiles.MaxFileDescriptors() is { } limit && limit < needed)
        {
            throw new InvalidOperationException(
                $"{connections} connections need {needed} open files, and the hard limit is {limit}: raise it (ulimit -Hn {needed}), or take fewer targets.");
        }
    }
}
