namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Tests with several silo processes: one after the other, since they assert how long things take.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class ProcessTests
{
    public const string Name = "Processes";
}
