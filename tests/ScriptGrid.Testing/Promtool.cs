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
    public static Task<(int ExitCode, string Findings)> CheckAsync(string page) =>
        Programs.RunAsync(new ProcessStartInfo("promtool", ["check", "metrics"]), page);

    /// <summary>Asserts that <c>promtool check config</c> accepts a file, and returns its output.</summary>
    public static Task<string> AssertAcceptsAsync(string file) => RunAsync("check", "config", file);

    /// <summary>Runs promtool, asserts that it reports no problem, and returns its output.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await Programs.RunApartAsync(new ProcessStartInfo("promtool", arguments));

        Assert.Equal((0, ""), (exitCode, errors));
        return output;
    }
}
