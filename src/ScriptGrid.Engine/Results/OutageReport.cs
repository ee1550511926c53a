using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// What was logged about one outage. Each of its reasons is logged once, so that no number of attempts fills the log. Its end is logged only if anything was
/// logged before.
/// </summary>
internal readonly record struct OutageReport(int Reasons)
{
    /// <summary>Whether anything was logged.</summary>
    public bool IsTold => Reasons != 0;

    /// <summary>Whether this reason was logged.</summary>
    public bool Has(FailureReason reason) => (Reasons & Bit(reason)) != 0;

    /// <summary>Returns the report with this reason added.</summary>
    public OutageReport With(FailureReason reason) => new(Reasons | Bit(reason));

    private static int Bit(FailureReason reason) => 1 << (int)reason;
}
