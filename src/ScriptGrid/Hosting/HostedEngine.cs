using System.Collections.Immutable;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Http;

namespace ScriptGrid.Hosting;

/// <summary>What a <see cref="CollectorHost"/> needs of its engine.</summary>
/// <param name="Fleet">What the endpoints serve.</param>
/// <param name="ApplyAsync">Puts a configuration to use: the first before the host starts, then each reload's.</param>
/// <param name="Stop">Called when the process is told to stop, while the host still serves.</param>
internal sealed record HostedEngine(IFleet Fleet, Func<ScriptGridConfiguration, Task> ApplyAsync, Action Stop)
{
    /// <summary>Meters to show beside that of the .NET runtime.</summary>
    public IReadOnlyList<string> MeterNames { get; init; } = [];

    /// <summary>Instruments of those meters that are left out.</summary>
    public IReadOnlyList<string> HiddenInstruments { get; init; } = [];

    /// <summary>Whether this process pushes what is told of the whole fleet: of several that could, one does.</summary>
    public Func<bool> TellsFleet { get; init; } = static () => true;

    /// <summary>What tells this process from others of its service, by the address that it serves on.</summary>
    public Func<ListenAddress, string> InstanceAt { get; init; } = static address => $"{Environment.MachineName}:{address.Port}";

    /// <summary>How each source of targets fares.</summary>
    public required Func<ImmutableArray<SourceReport>> Sources { get; init; }

    /// <summary>The engine's endpoints beside those that every engine has.</summary>
    public IReadOnlyList<WebEndpoint> Endpoints { get; init; } = [];

    /// <summary>Called with the address of the HTTP server once it listens.</summary>
    public Action<ListenAddress> Serving { get; init; } = static _ => { };

    /// <summary>One sentence for a start that failed for a reason of the engine's; null for any other.</summary>
    public Func<Exception, string?> ExplainFailedStart { get; init; } = static _ => null;
}
