using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace ScriptGrid.Client.Security;

/// <summary>
/// The first exchange on each connection of a client to a gateway. The silo sends a challenge, and the client proves with it that it knows the shared secret.
/// Orleans' messages are only read after that, because such a message may claim any sender.
/// </summary>
internal static class GatewayHandshake
{
    private const int NonceBytes = 32;

    private static readonly byte[] ChallengeMark = "SGC1"u8.ToArray();
    private static readonly byte[] ProofMark = "SGP1"u8.ToArray();

    /// <summary>The silo's side. Returns whether the client knows the secret.</summary>
    public static async ValueTask<bool> ChallengeAsync(IDuplexPipe transport, byte[] secret, CancellationToken cancellationToken)
    {
        byte[] challenge = [.. ChallengeMark, .. RandomNumberGenerator.GetBytes(NonceBytes)];
        await transport.Output.WriteAsync(challenge, cancellationToken).ConfigureAwait(false);
        byte[]? answer = await ReadAsync(transport.Input, ProofMark.Length + HMACSHA256.HashSizeInBytes, cancellationToken).ConfigureAwait(false);
        return answer is not null && CryptographicOperations.FixedTimeEquals(answer, Prove(secret, challenge));
    }

    /// <summary>The client's side. Returns whether the silo sent a challenge.</summary>
    public static async ValueTask<bool> AnswerAsync(IDuplexPipe transport, byte[] secret, CancellationToken cancellationToken)
    {
        byte[]? challenge = await ReadAsync(transport.Input, ChallengeMark.Length + NonceBytes, cancellationToken).ConfigureAwait(false);
        if (challenge is null || !challenge.AsSpan().StartsWith(ChallengeMark))
        {
            return false;
        }

        await transport.Output.WriteAsync(Prove(secret, challenge), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static byte[] Prove(byte[] secret, byte[] challenge) => [.. ProofMark, .. HMACSHA256.HashData(secret, challenge)];

    /// <summary>Reads exactly <paramref name="length"/> bytes. Returns null if the other end closes the connection before.</summary>
    private static async ValueTask<byte[]?> ReadAsync(PipeReader input, int length, CancellationToken cancellationToken)
    {
        ReadResult read = await input.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < length)
        {
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            return null;
        }

        ReadOnlySequence<byte> taken = read.Buffer.Slice(0, length);
        byte[] bytes = taken.ToArray();
        input.AdvanceTo(taken.End);
        return bytes;
    }
}
