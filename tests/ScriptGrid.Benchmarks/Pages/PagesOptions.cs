namespace ScriptGrid.Benchmarks.Pages;

/// <summary>What the pages are measured with.</summary>
/// <param name="Targets">Targets that answer; a hundredth as many do not.</param>
/// <param name="Scripts">Scripts on each.</param>
/// <param name="Browsers">Pages that are open at once.</param>
/// <param name="Duration">How long the lag is measured, with and without them.</param>
/// <param name="Pictures">A folder for pictures of the pages; null for none.</param>
internal sealed record PagesOptions(int Targets, int Scripts, int Browsers, TimeSpan Duration, string? Pictures);
