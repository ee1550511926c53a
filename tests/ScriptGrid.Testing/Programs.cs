using System.Collections.Frozen;
using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>
/// Programs that tests start. By name a test can start only those that every machine has or that <c>test.sh</c> installs, so that no test needs what
/// happens to be there.
/// </summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>What every Debian has, and Node.js, without which <see cref="DeployTools"/> are not installed.</summary>
    private static readonly FrozenSet<string> Everywhere = FrozenSet.Create("bash", "gzip", "mv", "node", "script", "setpriv", "sh", "timeout");

    /// <summary>The Debian package of each other program.</summary>
    public static FrozenDictionary<string, string> Packages { get; } = new Dictionary<string, string>
    {
        ["chromium"] = "chromium",
        ["curl"] = "curl",
        ["dpkg-deb"] = "dpkg",
        ["fish"] = "fish",
        ["openssl"] = "openssl",
        ["prometheus"] = "prometheus",
        ["prometheus-redis-exporter"] = "prometheus-redis-exporter",
        ["promtool"] = "prometheus",
        ["redis-server"] = "redis-server",
        ["systemd-analyze"] = "systemd",
        ["unzip"] = "unzip",
        ["yamllint"] = "yamllint",
        ["zsh"] = "zsh",
    }.ToFrozenDictionary();

    /// <summary>Runs a program, and returns its exit code and what it wrote: first its standard output, then its errors.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    /// <summary>Does the same for a program with its own environment or directory. It reads <paramref name="input"/> from its standard input.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, string input = "")
    {
        (int exitCode, string output, string errors) = await RunApartAsync(start, input);
        return (exitCode, output + errors);
    }

    /// <summary>Does the same, and returns the program's standard output and its errors apart.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunApartAsync(ProcessStartInfo start, string input = "")
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using Process process = Start(start);
        using var expired = new CancellationTokenSource(Limit);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(expired.Token);
            Task<string> output = process.StandardOutput.ReadToEndAsync(expired.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), expired.Token);
            process.StandardInput.Close();
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(expired.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        Check(start.FileName);
        return Process.Start(start)!;
    }

    /// <summary>Asserts that a program may be started by name. One with a path was built or installed by the tests.</summary>
    public static void Check(string program)
    {
        bool isKnown = Path.IsPathRooted(program) || Everywhere.Contains(program) || Packages.ContainsKey(program);
        Assert.True(isKnown, $"{program} may be missing on other machines: add it to test.sh, and to Programs.Packages");
    }
}
