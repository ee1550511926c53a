namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A remark about a line of a script.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Code">The kind of finding, one of <see cref="FindingCode"/>. The codes must not change, because suppression comments name them.</param>
/// <param name="Message">What is wrong and how to fix it, in one line.</param>
internal sealed record Finding(int Line, FindingCode Code, string Message);

/// <summary>The severity of a finding.</summary>
internal enum Severity
{
    /// <summary>Good to know; never fails a check.</summary>
    Note,

    /// <summary>Fails a strict check.</summary>
    Warning,

    /// <summary>The script cannot run.</summary>
    Error,
}
