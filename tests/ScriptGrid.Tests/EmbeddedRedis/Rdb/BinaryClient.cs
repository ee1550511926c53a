using System.Net;
using System.Text;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Rdb;

/// <summary>A connection whose words are bytes, each as one character, as its replies are.</summary>
internal sealed class BinaryClient : IAsyncDisposable
{
    private const int Batch = 200;

    private readonly RawRespClient _client;

    private BinaryClient(RawRespClient client) => _client = client;

    public static async Task<BinaryClient> ConnectAsync(EndPoint server) => new(await RawRespClient.ConnectAsync(server, 2, Encoding.Latin1));

    /// <summary>Sends commands, some at a time, and returns the reply to each.</summary>
    public async Task<string[]> AskAllAsync(IReadOnlyList<string[]> commands)
    {
        List<string> replies = [];
        foreach (string[][] batch in commands.Chunk(Batch))
        {
            replies.AddRange(await _client.AskAllAsync(batch));
        }

        return [.. replies];
    }

    public Task<string> AskAsync(params string[] command) => _client.AskAsync(command);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
