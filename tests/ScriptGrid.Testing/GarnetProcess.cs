using System.Net;

namespace ScriptGrid.Testing;

/// <summary>A Garnet with Lua on a free port of 127.0.0.1. It is a .NET tool, which <c>.ci/tools</c> installs if it can download it.</summary>
internal sealed class GarnetProcess : IAsyncDisposable
{
    private const string Program = "garnet-server";

    private readonly ChildProcess _process;

    private GarnetProcess(ChildProcess process, int port) => (_process, EndPoint) = (process, new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>The path of the program; null if it is not installed.</summary>
    public static string? Path { get; } = DotNetTool.Find(Program);

    /// <summary>The address that it listens on.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a server.</summary>
    public static async Task<GarnetProcess> StartAsync()
    {
        int port = FreePort.Find();
        string program = Path ?? throw new InvalidOperationException($"{Program} is not installed; .ci/tools installs it.");
        return new GarnetProcess(await ChildProcess.StartAsync(program, ["--port", $"{port}", "--bind", "127.0.0.1", "--lua"], "Ready to accept connections"), port);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
