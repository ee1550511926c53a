using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Runs curl, because its own cost is small.</summary>
internal static class Curl
{
    /// <summary>Returns the seconds from the start of a request to the last byte of its answer.</summary>
    public static async Task<double> TimeAsync(Uri address, bool isCompressed, CancellationToken cancellationToken)
    {
        string[] encoding = isCompressed ? ["-H", "Accept-Encoding: gzip"] : [];
        string output = await ProgramRun.OutputOfAsync(
            "curl", ["-sSf", "-o", "/dev/null", "-w", "%{time_total}", .. encoding, address.ToString()], cancellationToken);
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    /// <summary>Saves an answer.</summary>
    public static Task DownloadAsync(Uri address, string file, CancellationToken cancellationToken) =>
        ProgramRun.OutputOfAsync("curl", ["-sSf", "-o", file, address.ToString()], cancellationToken);
}
