using System.Globalization;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>The embedded Redis in a process of its own.</summary>
internal sealed class EmbeddedProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private EmbeddedProcess(ChildProcess process) => _process = process;

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The port that it listens on.</summary>
    public int Port => int.Parse(_process.Log.Split(EmbeddedHost.Ready)[1].Split('\n')[0], CultureInfo.InvariantCulture);

    /// <summary>Starts it.</summary>
    public static async Task<EmbeddedProcess> StartAsync() => new(await ChildProcess.StartAsync(EmbeddedCommand.Program, [EmbeddedCommand.Host], EmbeddedHost.Ready));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
