using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// What the log was told of one outage: each of its reasons once, so that no number of attempts fills the log, and its end only where there was
/// something to take back.
/// </summary>
internal readonly record struct OutageReport(int Reasons)
{
    /// <summary>Whether anything was told.</summary>
    public bool IsTold => Reasons != 0;

    /// <summary>Whether this reason was told.</summary>
    public bool Has(FailureReason reason) => (Reasons & Bit(reason)) != 0;

    /// <summary>The same with this reason told.</summary>
    public OutageReport With(FailureReason reason) => new(Reasons | Bit(reason));

    private static int Bit(FailureReason reason) => 1 << (int)reason;
}
