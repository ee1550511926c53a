namespace ScriptGrid.Engine.Model;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed: a script, a server, an address in use.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    public const int Usage = 2;
}
