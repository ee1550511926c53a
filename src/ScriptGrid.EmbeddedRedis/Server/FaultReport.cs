namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Reports faults of the embedded Redis itself to the host, one line each.</summary>
internal sealed class FaultReport(Action<string>? write)
{
    private const int LongestText = 500;

    /// <summary>Reports a fault that ended a command, a client's connection or a piece of housekeeping.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="command">The command under way, if it is known.</param>
    internal void Report(Exception fault, string? command = null)
    {
        string where = command is null ? "" : $" at '{command}'";
        Report($"the embedded Redis failed{where}: {fault.GetType().Name}: {fault.Message}");
    }

    /// <summary>Reports something else of which no client can be informed.</summary>
    internal void Report(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        try
        {
            write?.Invoke(line.Length > LongestText ? line[..LongestText] : line);
        }
        catch (Exception)
        {
            // A fault of the host must not end the server.
        }
    }
}
