using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>Checks pages and configurations with Prometheus' own tool.</summary>
internal static class Promtool
{
    /// <summary>Asserts that <c>promtool check metrics</c> reports neither an error nor a lint.</summary>
    public static async Task AssertCleanAsync(string page)
    {
        (int exitCode, string findings) = await CheckAsync(page);

        Assert.Equal("", findings);
        Assert.Equal(0, exitCode);
    }

    /// <summary>Returns what <c>promtool check metrics</c> reports, and its exit code.</summary>
    public static async Task<(int ExitCode, string Findings)> CheckAsync(string page)
    {
        using Process promtool = Process.Start(new ProcessStartInfo("promtool", "check metrics")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = promtool.StandardOutput.ReadToEndAsync();
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(page);
        promtool.StandardInput.Close();
        string findings = await output + await errors;
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, findings);
    }

    /// <summary>Asserts that <c>promtool check config</c> accepts a file, and returns its output.</summary>
    public static Task<string> AssertAcceptsAsync(string file) => RunAsync("check", "config", file);

    /// <summary>Runs promtool, asserts that it reports no problem, and returns its output.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using Process promtool = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        string output = await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.Equal((0, ""), (promtool.ExitCode, await errors));
        return output;
    }
}
