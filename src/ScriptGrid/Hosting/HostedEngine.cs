using System.Collections.Immutable;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Http;

namespace ScriptGrid.Hosting;

/// <summary>What a <see cref="CollectorHost"/> needs from its engine.</summary>
/// <param name="Fleet">The fleet that the endpoints serve.</param>
/// <param name="ApplyAsync">Applies a configuration: the first one before the host starts, then the one of each reload.</param>
/// <param name="Stop">Called when the process is asked to stop, while the host still serves.</param>
internal sealed record HostedEngine(IFleet Fleet, Func<ScriptGridConfiguration, Task> ApplyAsync, Action Stop)
{
    /// <summary>The meters to show in addition to that of the .NET runtime.</summary>
    public IReadOnlyList<string> MeterNames { get; init; } = [];

    /// <summary>The instruments of those meters to leave out.</summary>
    public IReadOnlyList<string> HiddenInstruments { get; init; } = [];

    /// <summary>Whether this process pushes the metrics about the whole fleet. If several processes could, one of them does.</summary>
    public Func<bool> TellsFleet { get; init; } = static () => true;

    /// <summary>Returns the name that distinguishes this process from others of its service, given the address that it serves on.</summary>
    public Func<ListenAddress, string> InstanceAt { get; init; } = static address => $"{Environment.MachineName}:{address.Port}";

    /// <summary>Returns the state of each source of targets.</summary>
    public required Func<ImmutableArray<SourceReport>> Sources { get; init; }

    /// <summary>The engine's endpoints, in addition to those that every engine has.</summary>
    public IReadOnlyList<WebEndpoint> Endpoints { get; init; } = [];

    /// <summary>Called with the address of the HTTP server once it listens.</summary>
    public Action<ListenAddress> Serving { get; init; } = static _ => { };

    /// <summary>Explains in one sentence a start that failed because of the engine; null for any other reason.</summary>
    public Func<Exception, string?> ExplainFailedStart { get; init; } = static _ => null;
}
