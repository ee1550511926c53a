namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Tells the host of faults of the embedded Redis itself, one line each.</summary>
internal sealed class FaultReport(Action<string>? write)
{
    private const int LongestText = 500;

    /// <summary>Tells of a fault that ended a command, a client's connection or a piece of housekeeping.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="command">The command under way, where it is known.</param>
    internal void Report(Exception fault, string? command = null)
    {
        string where = command is null ? "" : $" at '{command}'";
        Report($"the embedded Redis failed{where}: {fault.GetType().Name}: {fault.Message}");
    }

    /// <summary>Tells of something else that a client cannot be told.</summary>
    internal void Report(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        try
        {
            write?.Invoke(line.Length > LongestText ? line[..LongestText] : line);
        }
        catch (Exception)
        {
            // The host's own fault must not end the server.
        }
    }
}
