using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>Programs that run to their end.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program, and returns its exit code and what it wrote: first its standard output, then its errors.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    /// <summary>Does the same for a program with its own environment or directory. It reads <paramref name="input"/> from its standard input.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, string input = "")
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using Process process = Process.Start(start)!;
        using var expired = new CancellationTokenSource(Limit);
        Task<string> errors = process.StandardError.ReadToEndAsync(expired.Token);
        Task<string> output = process.StandardOutput.ReadToEndAsync(expired.Token);
        await process.StandardInput.WriteAsync(input.AsMemory(), expired.Token);
        process.StandardInput.Close();
        string text = await output + await errors;
        await process.WaitForExitAsync(expired.Token);
        return (process.ExitCode, text);
    }
}
