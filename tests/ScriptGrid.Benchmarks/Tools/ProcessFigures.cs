using System.Globalization;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>What Linux accounts to a process.</summary>
internal static class ProcessFigures
{
    // USER_HZ, which is 100 on every architecture that .NET runs on, whatever the kernel's own tick.
    private const long TicksPerClock = TimeSpan.TicksPerSecond / 100;

    // Places in /proc/PID/stat behind the program's name; see proc(5).
    private const int UserTime = 11;
    private const int EndedChildrenUserTime = 13;

    /// <summary>User and system time of a running process.</summary>
    public static TimeSpan CpuTime(int processId) => ReadTimes($"/proc/{processId}/stat", UserTime);

    /// <summary>User and system time of all programs that this one started and that have ended.</summary>
    public static TimeSpan EndedChildrenCpuTime() => ReadTimes("/proc/self/stat", EndedChildrenUserTime);

    /// <summary>Memory of a running process that is in RAM.</summary>
    public static long ResidentBytes(int processId) =>
        1024 * (ProcFiles.Field(File.ReadLines($"/proc/{processId}/status"), "VmRSS:")
            ?? throw new InvalidOperationException($"Process {processId} has ended."));

    /// <summary>A user time and the system time that follows it. The name before them may hold blanks and parentheses.</summary>
    private static TimeSpan ReadTimes(string file, int place)
    {
        string stat = File.ReadAllText(file);
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long clocks = fields[place..(place + 2)].Sum(static field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromTicks(clocks * TicksPerClock);
    }
}
