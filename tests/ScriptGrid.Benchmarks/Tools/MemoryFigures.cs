using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>What of a process is in RAM, in bytes, by <c>/proc/PID/smaps_rollup</c>.</summary>
/// <param name="Resident">All of it, shared pages of files included.</param>
/// <param name="Proportional">The same, with a page that several processes map divided among them.</param>
/// <param name="Dirty">What it wrote, and what would have to be swapped out.</param>
/// <param name="Files">Pages of mapped files: programs, libraries, assemblies.</param>
internal sealed record MemoryFigures(long Resident, long Proportional, long Dirty, long Files)
{
    /// <summary>Reads them.</summary>
    public static MemoryFigures Of(int processId)
    {
        string[] rollup = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        return new MemoryFigures(Bytes(rollup, "Rss:"), Bytes(rollup, "Pss:"), Bytes(rollup, "Private_Dirty:"), Bytes(status, "RssFile:"));
    }

    private static long Bytes(string[] lines, string name) =>
        1024 * (ProcFiles.Field(lines, name) ?? throw new InvalidOperationException($"Linux tells no {name} of a process."));
}
