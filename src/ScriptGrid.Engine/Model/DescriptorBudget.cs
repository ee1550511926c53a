using System.Globalization;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// How a process divides its file descriptors: one for each target, some for HTTP, and a reserve for .NET, which ends the process if it
/// cannot open a file. The system always assigns the lowest free descriptor, so the number of a new descriptor shows how many are open.
/// </summary>
/// <param name="Limit">The maximum number of open descriptors. .NET raises the soft limit to the hard limit when it starts.</param>
internal sealed record DescriptorBudget(int Limit)
{
    /// <summary>Descriptors for what the runtime, its libraries and the log always hold open: about 200 in <c>serve</c>, 230 in a silo.</summary>
    private const int OwnFiles = 256;

    private const int LargestReserve = 64;

    /// <summary>The maximum number of HTTP connections; more would be of no use.</summary>
    private const int MostConnections = 2048;

    /// <summary>The budget of this process; unlimited if the platform tells no limit.</summary>
    public static DescriptorBudget OfProcess { get; } = new(ReadLimit());

    /// <summary>The first descriptor that no HTTP connection may use: this and all higher ones are reserved for .NET.</summary>
    public int WebEnd => Limit - Reserve;

    /// <summary>The first descriptor that no target may use.</summary>
    public int TargetsEnd => WebEnd - FewestConnections;

    /// <summary>How many targets can be connected at once.</summary>
    public int Targets => Math.Max(TargetsEnd - OwnFiles, 0);

    private int Reserve => Math.Min(LargestReserve, Limit / 16);

    /// <summary>The number of HTTP connections that always have room, however many targets there are.</summary>
    private int FewestConnections => Reserve / 2;

    /// <summary>Returns how many HTTP connections have room next to this number of targets.</summary>
    public int ConnectionsBeside(int targets) => Math.Clamp(Targets - targets, FewestConnections, MostConnections);

    /// <summary>Returns one sentence for the operator if there are fewer descriptors than targets; null if there are enough.</summary>
    public string? Shortage(int targets) => targets <= Targets ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{targets} targets need as many file descriptors, but the limit of this process, {Limit}, leaves {Targets} for them; "
        + $"the remaining targets fail with reason connection until the limit is raised (LimitNOFILE= in a systemd unit, ulimit -n)");

    /// <summary>Whether a socket that was just opened got a descriptor that is reserved for others.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="end">The first descriptor that the socket may not use.</param>
    public static bool IsBeyond(SafeHandle socket, int end) => socket.DangerousGetHandle() >= end;

    private static int ReadLimit()
    {
        int resource = OperatingSystem.IsLinux() ? 7 : OperatingSystem.IsMacOS() ? 8 : -1; // RLIMIT_NOFILE
        return resource >= 0 && GetLimit(resource, out ResourceLimit limit) == 0 ? (int)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in the project.
    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);
#pragma warning restore SYSLIB1054

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
