namespace ScriptGrid.Hosting;

/// <summary>
/// Settings of the .NET runtime for many thousand short conversations: those that must be set before the first
/// socket is opened. The others are in the project files; docs/performance.md says what each gives.
/// </summary>
internal static class Runtime
{
    private static readonly TimeSpan CalmAfterStart = TimeSpan.FromSeconds(5);

    /// <summary>Replies are taken up on the thread that received them, without a queue in between. Call before anything else.</summary>
    public static void Configure() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>
    /// Puts memory in order once a fleet has settled: lays its results out for scrapes, and gives back what connecting left behind. Collections
    /// allocate next to nothing, so that no garbage collection would otherwise run for a long time. Targets that failed at first get
    /// time for another attempt before.
    /// </summary>
    /// <param name="arrange">Lays the results out.</param>
    public static async Task TidyMemoryAsync(Action arrange)
    {
        await Task.Delay(CalmAfterStart, TimeProvider.System);
        arrange();
        MemoryTidying.Collect();
    }
}
