namespace ScriptGrid.Benchmarks.Start;

/// <summary>What the user asked to measure.</summary>
/// <param name="Rounds">How often each program is started.</param>
/// <param name="Settle">How long a started program is scraped, once a second, before its memory is read.</param>
/// <param name="Programs">The programs to start, in turn.</param>
internal sealed record StartOptions(int Rounds, TimeSpan Settle, IReadOnlyList<string> Programs);
