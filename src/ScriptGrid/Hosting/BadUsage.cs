using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>Ends a process whose command line or configuration is wrong.</summary>
internal static class BadUsage
{
    /// <summary>Prints one line for each mistake, and returns the exit code.</summary>
    public static int Report(IEnumerable<string> errors, TextWriter output)
    {
        foreach (string error in errors)
        {
            output.WriteLine(error);
        }

        return ExitCode.Usage;
    }
}
