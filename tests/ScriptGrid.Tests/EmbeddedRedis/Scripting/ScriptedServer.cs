using System.Text;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>An embedded Redis whose replies are compared as text.</summary>
public sealed class ScriptedServer : IAsyncLifetime
{
    private EmbeddedRedisServer? _server;

    public async Task InitializeAsync() => _server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { EnableDebugCommand = true });

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    internal async Task<string> RunAsync(params string[] words) => Encoding.UTF8.GetString(await _server!.ExecuteAsync(words));

    internal Task<string> EvalAsync(string script) => RunAsync("EVAL", script, "0");

    internal Task<string> LoadAsync(string body) => RunAsync("FUNCTION", "LOAD", "REPLACE", "#!lua name=lib\n" + body);

    /// <summary>The payload of FUNCTION DUMP.</summary>
    internal async Task<byte[]> DumpAsync()
    {
        byte[] reply = await _server!.ExecuteAsync("FUNCTION", "DUMP");
        int start = Array.IndexOf(reply, (byte)'\n') + 1;
        return reply[start..^2];
    }

    internal async Task<string> RestoreAsync(byte[] payload) =>
        Encoding.UTF8.GetString(await _server!.ExecuteAsync(["FUNCTION"u8.ToArray(), "RESTORE"u8.ToArray(), payload]));
}
