using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>The result of a request by curl.</summary>
/// <param name="ExitCode">0, or why there was no answer: 35 or 56 for a failed handshake, 60 for a certificate that curl does not trust.</param>
/// <param name="Status">The answer's status; 0 if there was no answer.</param>
/// <param name="HttpVersion">The version of HTTP that was used.</param>
/// <param name="Output">The answer, with its headers if they were asked for, and the messages of curl.</param>
internal sealed record CurlAnswer(int ExitCode, int Status, string HttpVersion, string Output);

/// <summary>An HTTP client other than .NET's.</summary>
internal static class Curl
{
    private const string Mark = "\ncurl:";

    /// <summary>Runs curl with additional arguments.</summary>
    public static async Task<CurlAnswer> RunAsync(params string[] arguments)
    {
        (int exitCode, string output) = await Tool.RunAsync("curl", ["--silent", "--show-error", "--max-time", "60", "--write-out", $"{Mark}%{{http_code}} %{{http_version}}", .. arguments]);
        int mark = output.LastIndexOf(Mark, StringComparison.Ordinal);
        Assert.True(mark >= 0, output);
        string[] words = output[(mark + Mark.Length)..].Split([' ', '\n'], 3);
        return new CurlAnswer(exitCode, int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), words[1], output);
    }
}

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Returns the exit code of a program and what it wrote: first its standard output, then its standard error. Its standard input is empty.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var expired = new CancellationTokenSource(Limit);
        Task<string> error = process.StandardError.ReadToEndAsync(expired.Token);
        string output = await process.StandardOutput.ReadToEndAsync(expired.Token);
        await process.WaitForExitAsync(expired.Token);
        return (process.ExitCode, output + await error);
    }
}
