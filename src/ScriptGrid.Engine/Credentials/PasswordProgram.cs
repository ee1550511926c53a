using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>Runs a program that prints a password: without a shell, in bounded time, with bounded output.</summary>
internal static partial class PasswordProgram
{
    /// <summary>How long the program may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int MaxPasswordBytes = 64 * 1024;
    private const int MaxComplaintBytes = 4 * 1024;
    private const int LongestComplaint = 200;
    private const UnixFileMode AnyoneExecutes = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int NoSuchFile = 2;
    private const int MayNotRun = 13;

    /// <summary>Returns the password; null, with one sentence without secrets, if there is none.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    /// <param name="limit">How long the program may take.</param>
    /// <param name="time">The clock for the limit.</param>
    /// <param name="cancellationToken">Stops the program; it has been killed when the cancellation call returns.</param>
    public static async Task<(string? Password, string Problem)> RunAsync(
        ImmutableArray<string> arguments, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using Process? process = Start(arguments, out string problem);
        if (process is null)
        {
            return (null, problem);
        }

        try
        {
            using CancellationTokenRegistration end = cancellationToken.Register(() => End(process));
            process.StandardInput.Close(); // The program must not prompt for input.
            Task<byte[]> complaint = ReadAsync(process.StandardError.BaseStream, MaxComplaintBytes);
            Task<byte[]> printed = ReadAsync(process.StandardOutput.BaseStream, MaxPasswordBytes + 1);
            await Task.WhenAll(complaint, printed, process.WaitForExitAsync(CancellationToken.None)).WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return Judge(process.ExitCode, await printed.ConfigureAwait(false), await complaint.ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return (null, $"it did not end within {limit.TotalSeconds:0.###} s");
        }
        catch (OperationCanceledException)
        {
            return (null, "it was cancelled");
        }
        catch (IOException exception)
        {
            return (null, $"its output cannot be read: {exception.Message}");
        }
        finally
        {
            End(process);
        }
    }

    private static Process? Start(ImmutableArray<string> arguments, out string problem)
    {
        if (Find(arguments[0]) is not { } program)
        {
            problem = "there is no such program";
            return null;
        }

        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        problem = "it cannot be started";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception exception)
        {
            problem = exception.NativeErrorCode switch
            {
                NoSuchFile => "there is no such program",
                MayNotRun => "this user may not run it",
                int code => $"it cannot be started (error {code})",
            };
            return null;
        }
    }

    /// <summary>
    /// Finds a program as a shell does: a name without a slash is looked for in PATH alone. .NET would take a file of this name in the working directory first.
    /// Returns null if there is none.
    /// </summary>
    private static string? Find(string program)
    {
        if (OperatingSystem.IsWindows() || program.Contains('/'))
        {
            return program;
        }

        string? found = null;
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            string path = Path.Combine(folder, program);
            if (folder.StartsWith('/') && File.Exists(path))
            {
                if ((File.GetUnixFileMode(path) & AnyoneExecutes) != 0)
                {
                    return path;
                }

                found ??= path; // Not to be executed: the system says so.
            }
        }

        return found;
    }

    /// <summary>Reads to the end, so that the program never blocks on its output, and keeps only the first bytes.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int maxBytes)
    {
        var kept = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (await stream.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            kept.Write(buffer, 0, (int)Math.Min(count, maxBytes - kept.Length));
        }

        return kept.ToArray();
    }

    private static (string? Password, string Problem) Judge(int exitCode, byte[] printed, byte[] complaint)
    {
        string text = Encoding.UTF8.GetString(printed).TrimEnd('\r', '\n');
        return exitCode != 0 ? (null, $"it ended with exit code {exitCode}{Complaint(Encoding.UTF8.GetString(complaint), text)}")
            : printed.Length > MaxPasswordBytes ? (null, $"it printed more than {MaxPasswordBytes / 1024} KiB")
            : text.Length == 0 ? (null, "it printed nothing")
            : !Utf8.IsValid(printed) ? (null, "it printed bytes that are not UTF-8")
            : text.AsSpan().ContainsAny('\r', '\n') ? (null, "it printed more than one line; a password is one line")
            : (text, "");
    }

    /// <summary>
    /// Returns the last line of the program's error output. Masks everything it printed as its output, and words so long that they may be tokens.
    /// </summary>
    private static string Complaint(string complaint, string printed)
    {
        string? line = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        if (line is null)
        {
            return "";
        }

        foreach (string secret in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            line = line.Replace(secret, "***", StringComparison.Ordinal);
        }

        line = Token().Replace(line, "***");
        line = string.Concat(line.Select(static character => char.IsControl(character) ? ' ' : character));
        return $": {ShortText.Of(line, LongestComplaint)}";
    }

    /// <summary>Kills the program, with all processes that it started, if it is still running.</summary>
    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile, or runs with another user's rights.
        }
    }

    [GeneratedRegex("[A-Za-z0-9+/=_.~-]{32,}")]
    private static partial Regex Token();
}
