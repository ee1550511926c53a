namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>What is measured, and for how long.</summary>
/// <param name="Turns">How often each server is started anew and measured.</param>
/// <param name="Requests">Requests of a measurement once both are warm, and as many before it to warm them.</param>
/// <param name="ColdRequests">The first requests after a start.</param>
/// <param name="Clients">Connections.</param>
/// <param name="Only">A part of the names of scripts that are measured; all where it is empty.</param>
internal sealed record EmbeddedOptions(int Turns, int Requests, int ColdRequests, int Clients, string Only);
