using System.ComponentModel;
using System.Diagnostics;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Finds programs on the machine and runs them to their end.</summary>
internal static class ProgramRun
{
    // Debian installs servers in directories that are not on a user's PATH.
    private static readonly string[] ServerDirectories = ["/usr/sbin", "/usr/local/sbin"];

    /// <summary>Returns the path of a program; null if it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(ServerDirectories)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program and returns its output. If it fails, throws an <see cref="InvalidOperationException"/> that says why.</summary>
    public static async Task<string> OutputOfAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        Start(process);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} is not on the PATH; install it to run this benchmark.");
        }
    }
}
