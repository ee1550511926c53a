namespace ScriptGrid.Benchmarks.Start;

/// <summary>What starts are measured with.</summary>
/// <param name="Rounds">How often each program is started.</param>
/// <param name="Settle">How long a started program is scraped, once in a second, before its memory is read.</param>
/// <param name="Programs">The programs that take turns.</param>
internal sealed record StartOptions(int Rounds, TimeSpan Settle, IReadOnlyList<string> Programs);
