using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>A real server that is stopped, as a host that swaps or a process under a debugger: its port accepts, and nothing answers.</summary>
internal sealed class FrozenServer(RedisServerProcess server) : IFaultyTarget
{
    /// <inheritdoc/>
    public string Uri => $"redis://{server.Address}";

    /// <inheritdoc/>
    public int Met => 1;

    /// <inheritdoc/>
    public void Break() => server.Pause();

    /// <inheritdoc/>
    public void Mend() => server.Continue();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();
}

/// <summary>A target that is never in order.</summary>
internal sealed class StandingFault(string address, IAsyncDisposable? server = null) : IFaultyTarget
{
    /// <inheritdoc/>
    public string Uri => $"redis://{address}";

    /// <inheritdoc/>
    public int Met => 1;

    /// <inheritdoc/>
    public void Break()
    {
    }

    /// <inheritdoc/>
    public void Mend()
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
