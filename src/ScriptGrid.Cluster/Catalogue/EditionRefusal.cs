namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Why an edition cannot be used.</summary>
/// <param name="Problem">The reason in words.</param>
/// <param name="IsUnreadable">Whether it can never be used, because this version does not understand it.</param>
/// <param name="Defect">The unexpected exception behind it, if there is one.</param>
internal sealed record EditionRefusal(string Problem, bool IsUnreadable = false, Exception? Defect = null);
