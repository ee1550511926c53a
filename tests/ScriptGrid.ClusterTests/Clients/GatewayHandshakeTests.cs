using System.Buffers;
using System.IO.Pipelines;
using ScriptGrid.Client.Security;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class GatewayHandshakeTests
{
    private static readonly byte[] Secret = "0123456789abcdef"u8.ToArray();

    private readonly Pipe _toClient = new();
    private readonly Pipe _toSilo = new();

    private Transport Silo => new(_toSilo.Reader, _toClient.Writer);

    private Transport Client => new(_toClient.Reader, _toSilo.Writer);

    [Fact]
    public async Task Handshake_SameSecret_LeavesWhatFollows()
    {
        ValueTask<bool> silo = GatewayHandshake.ChallengeAsync(Silo, Secret, CancellationToken.None);

        Assert.True(await GatewayHandshake.AnswerAsync(Client, Secret, CancellationToken.None));
        await _toSilo.Writer.WriteAsync("next"u8.ToArray());

        Assert.True(await silo);
        ReadResult next = await _toSilo.Reader.ReadAsync();
        Assert.Equal("next"u8.ToArray(), next.Buffer.FirstSpan.ToArray());
    }

    [Fact]
    public async Task Challenge_OtherSecret_IsFalse()
    {
        ValueTask<bool> silo = GatewayHandshake.ChallengeAsync(Silo, Secret, CancellationToken.None);

        await GatewayHandshake.AnswerAsync(Client, "another secret.."u8.ToArray(), CancellationToken.None);

        Assert.False(await silo);
    }

    [Fact]
    public async Task Challenge_AnswerToAnotherChallenge_IsFalse()
    {
        var wire = new Pipe();
        ValueTask<bool> first = GatewayHandshake.ChallengeAsync(Silo, Secret, CancellationToken.None);
        await GatewayHandshake.AnswerAsync(new Transport(_toClient.Reader, wire.Writer), Secret, CancellationToken.None);
        ReadResult overheard = await wire.Reader.ReadAsync();
        byte[] answer = overheard.Buffer.ToArray();
        await _toSilo.Writer.WriteAsync(answer);
        Assert.True(await first);

        ValueTask<bool> second = GatewayHandshake.ChallengeAsync(Silo, Secret, CancellationToken.None);
        await _toSilo.Writer.WriteAsync(answer);

        Assert.False(await second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(1000)]
    public async Task Challenge_Noise_IsFalse(int length)
    {
        await _toSilo.Writer.WriteAsync(new byte[length]);
        await _toSilo.Writer.CompleteAsync();

        Assert.False(await GatewayHandshake.ChallengeAsync(Silo, Secret, CancellationToken.None));
    }

    [Fact]
    public async Task Challenge_SilentClient_EndsWithItsToken()
    {
        using var impatient = new CancellationTokenSource();
        ValueTask<bool> silo = GatewayHandshake.ChallengeAsync(Silo, Secret, impatient.Token);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await silo);
    }

    [Fact]
    public async Task Answer_SiloThatDoesNotAsk_IsFalse()
    {
        await _toClient.Writer.WriteAsync(new byte[100]);

        Assert.False(await GatewayHandshake.AnswerAsync(Client, Secret, CancellationToken.None));
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
