using System.Runtime.InteropServices;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Describes the machine on which the figures were measured.</summary>
internal static class Machine
{
    /// <summary>One line with cores, processor, kernel and runtime.</summary>
    public static string Description =>
        $"{Environment.ProcessorCount} cores, {Processor()}, {RuntimeInformation.OSDescription.Split(' ', '-')[0]} "
        + $"{Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
