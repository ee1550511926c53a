namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Stands for one host in the <see cref="System.Diagnostics.Metrics.Meter.Scope"/> of its meters, so that two hosts in one process do not
/// count each other's work.
/// </summary>
internal sealed class MeterScope;
