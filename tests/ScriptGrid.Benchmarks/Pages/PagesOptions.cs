namespace ScriptGrid.Benchmarks.Pages;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">The number of targets that answer. There are a hundredth as many that do not.</param>
/// <param name="Scripts">The number of scripts on each target.</param>
/// <param name="Browsers">The number of pages that are open at the same time.</param>
/// <param name="Duration">How long the lag is measured, with and without open pages.</param>
/// <param name="Pictures">A folder for screenshots of the pages; null for none.</param>
internal sealed record PagesOptions(int Targets, int Scripts, int Browsers, TimeSpan Duration, string? Pictures);
