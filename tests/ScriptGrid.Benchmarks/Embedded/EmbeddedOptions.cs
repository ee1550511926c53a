namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>What is measured, and for how long.</summary>
/// <param name="Turns">How often each server is started again and measured.</param>
/// <param name="Requests">The number of requests of a measurement when warm, and of the warm-up before it.</param>
/// <param name="ColdRequests">The number of requests measured right after a start.</param>
/// <param name="Clients">The number of connections.</param>
/// <param name="Only">Only scripts whose name contains this text are measured; empty for all.</param>
internal sealed record EmbeddedOptions(int Turns, int Requests, int ColdRequests, int Clients, string Only);
