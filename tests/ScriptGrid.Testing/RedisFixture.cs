namespace ScriptGrid.Testing;

/// <summary>One server for all tests of a class. The tests must leave nothing behind that others see.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServerProcess? _server;

    internal RedisServerProcess Server => _server!;

    public async Task InitializeAsync() => _server = await RedisServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
