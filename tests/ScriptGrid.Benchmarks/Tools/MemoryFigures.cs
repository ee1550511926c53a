using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>The memory of a process that is in RAM, in bytes, from <c>/proc/PID/smaps_rollup</c> and <c>/proc/PID/status</c>.</summary>
/// <param name="Resident">All of it, including pages of files that are shared with other processes.</param>
/// <param name="Proportional">The same, but a page that several processes map is divided among them.</param>
/// <param name="Dirty">The pages that the process has written, which would have to be swapped out.</param>
/// <param name="Files">Pages of mapped files: programs, libraries, assemblies.</param>
internal sealed record MemoryFigures(long Resident, long Proportional, long Dirty, long Files)
{
    /// <summary>Reads the figures of a process.</summary>
    public static MemoryFigures Of(int processId)
    {
        string[] rollup = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        return new MemoryFigures(Bytes(rollup, "Rss:"), Bytes(rollup, "Pss:"), Bytes(rollup, "Private_Dirty:"), Bytes(status, "RssFile:"));
    }

    private static long Bytes(string[] lines, string name) =>
        1024 * (ProcFiles.Field(lines, name) ?? throw new InvalidOperationException($"Linux tells no {name} of a process."));
}
