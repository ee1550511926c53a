namespace ScriptGrid.Tests;

/// <summary>Tests that assert how long something takes: they run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class TimedTests
{
    public const string Name = "Timed";
}
