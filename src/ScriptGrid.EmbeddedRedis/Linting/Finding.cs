namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Something to say about a line of a script.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Code">What it is, one of <see cref="FindingCode"/>; a contract, since suppressing comments name it.</param>
/// <param name="Message">What is wrong and what to do, in one line.</param>
internal sealed record Finding(int Line, FindingCode Code, string Message);

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>Worth knowing; never fails a check.</summary>
    Note,

    /// <summary>Fails a strict check.</summary>
    Warning,

    /// <summary>The script cannot run.</summary>
    Error,
}
