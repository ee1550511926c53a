using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Checks the limit of open files. Each connection uses a file descriptor at both of its ends.</summary>
internal static class FileDescriptors
{
    private const int Reserve = 500;

    /// <summary>
    /// Throws if there are too few for this many connections, so that a measurement does not fail half-way. The .NET runtime has already raised the limit as
    /// far as it may, and programs that are started here inherit it.
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
