using System.Globalization;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Reads what Linux accounts to a process.</summary>
internal static class ProcessFigures
{
    // USER_HZ. It is 100 on every architecture that .NET runs on, independent of the kernel's own tick rate.
    private const long TicksPerClock = TimeSpan.TicksPerSecond / 100;

    // Positions in /proc/PID/stat after the program's name; see proc(5).
    private const int UserTime = 11;
    private const int EndedChildrenUserTime = 13;

    /// <summary>Returns the user and system time of a running process.</summary>
    public static TimeSpan CpuTime(int processId) => ReadTimes($"/proc/{processId}/stat", UserTime);

    /// <summary>Returns the user and system time of all programs that this process started and that have ended.</summary>
    public static TimeSpan EndedChildrenCpuTime() => ReadTimes("/proc/self/stat", EndedChildrenUserTime);

    /// <summary>Returns the memory of a running process that is in RAM.</summary>
    public static long ResidentBytes(int processId) =>
        1024 * (ProcFiles.Field(File.ReadLines($"/proc/{processId}/status"), "VmRSS:")
            ?? throw new InvalidOperationException($"Process {processId} has ended."));

    /// <summary>Reads a user time and adds the system time that follows it. The name before them may contain spaces and parentheses.</summary>
    private static TimeSpan ReadTimes(string file, int place)
    {
        string stat = File.ReadAllText(file);
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long clocks = fields[place..(place + 2)].Sum(static field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromTicks(clocks * TicksPerClock);
    }
}
