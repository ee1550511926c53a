namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>The figures of one script on both servers, turn by turn.</summary>
/// <param name="Workload">The script.</param>
/// <param name="Turns">For each turn, the figures of both servers right after their start and when warm.</param>
internal sealed record WorkloadFigures(Workload Workload, IReadOnlyList<Turn> Turns);

/// <summary>One turn: a new server of each kind, one after the other, under the same load.</summary>
internal readonly record struct Turn(LoadFigures ColdRedis, LoadFigures ColdEmbedded, LoadFigures WarmRedis, LoadFigures WarmEmbedded);

/// <summary>The time from the start of a server to its first answer to a script over a socket, in milliseconds.</summary>
/// <param name="First">The first server of each process. The process has used sockets before.</param>
/// <param name="Later">Servers after the first.</param>
internal sealed record StartFigures(IReadOnlyList<double> First, IReadOnlyList<double> Later);
