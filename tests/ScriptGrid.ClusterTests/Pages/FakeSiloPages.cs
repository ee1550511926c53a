using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>The pages of a silo that nobody runs, which answer as a test says.</summary>
internal sealed class FakeSiloPages : ISiloPages
{
    /// <summary>Its inventory.</summary>
    public TaskCompletionSource<SiloInventory> Inventory { get; } = new();

    /// <summary>What it knows of a target.</summary>
    public Func<string, Task<ReportPart>> Report { get; set; } = static _ => throw new NotSupportedException();

    /// <summary>Whether it answers questions about all its targets: that it has none.</summary>
    public bool HasNone { get; init; }

    /// <inheritdoc/>
    public Task<SiloInventory> GetInventoryAsync() => Inventory.Task;

    /// <inheritdoc/>
    public Task<ReportPart> GetReportAsync(string target) => Report(target);

    /// <inheritdoc/>
    public Task<SiloCard> GetCardAsync() => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<FleetPart> GetPartAsync(PartRequest request) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<StatusPage> GetTargetsAsync(string after, int count) => Task.FromResult(HasNone ? new StatusPage([], true) : throw new NotSupportedException());

    /// <inheritdoc/>
    public Task<IndexPart> GetIndexAsync(IndexRequest request) =>
        Task.FromResult(HasNone ? new IndexPart([], [], [], [], 0, [], [], []) : throw new NotSupportedException());

    /// <inheritdoc/>
    public Task<StatusPage> GetStatusesAsync(string[] targets) => Task.FromResult(HasNone ? new StatusPage([], true) : throw new NotSupportedException());

    /// <inheritdoc/>
    public Task<ScriptTalliesPart> GetScriptsAsync(string? script) => Task.FromResult(HasNone ? new ScriptTalliesPart([]) : throw new NotSupportedException());

    /// <inheritdoc/>
    public Task<SiloFigures> GetFiguresAsync() => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<SnapshotPage> GetSnapshotsAsync(SnapshotRequest request) => throw new NotSupportedException();
}
