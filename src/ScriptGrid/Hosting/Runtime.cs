namespace ScriptGrid.Hosting;

/// <summary>
/// Settings of the .NET runtime for many thousands of short exchanges: those that must be set before the first socket is opened. The others are in the
/// project files; docs/performance.md says what each one gains.
/// </summary>
internal static class Runtime
{
    private static readonly TimeSpan CalmAfterStart = TimeSpan.FromSeconds(5);

    /// <summary>Makes the thread that received a reply process it, without a queue in between. Must be called before anything else.</summary>
    public static void Configure() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>
    /// Tidies memory once a fleet has settled: lays its results out for scrapes, and gives back the memory left over from connecting. Collecting allocates next
    /// to nothing, so otherwise no garbage collection would run for a long time. Before that it waits, so that targets that failed at first get another
    /// attempt.
    /// </summary>
    /// <param name="arrange">Lays the results out.</param>
    public static async Task TidyMemoryAsync(Action arrange)
    {
        await Task.Delay(CalmAfterStart, TimeProvider.System);
        arrange();
        MemoryTidying.Collect();
    }
}
