using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace ScriptGrid.Client.Security;

/// <summary>
/// What comes first on each connection of a client to a gateway: the silo sends a challenge, and the client proves with it that it knows the
/// shared secret. Only then is a message of Orleans read, since such a message may claim any sender.
/// </summary>
internal static class GatewayHandshake
{
    private const int NonceBytes = 32;

    private static readonly byte[] ChallengeMark = "SGC1"u8.ToArray();
    private static readonly byte[] ProofMark = "SGP1"u8.ToArray();

    /// <summary>The silo's part. Whether the client knows the secret.</summary>
    public static async ValueTask<bool> ChallengeAsync(IDuplexPipe transport, byte[] secret, CancellationToken cancellationToken)
    {
        byte[] challenge = [.. ChallengeMark, .. RandomNumberGenerator.GetBytes(NonceBytes)];
        await transport.Output.WriteAsync(challenge, cancellationToken).ConfigureAwait(false);
        byte[]? answer = await ReadAsync(transport.Input, ProofMark.Length + HMACSHA256.HashSizeInBytes, cancellationToken).ConfigureAwait(false);
        return answer is not null && CryptographicOperations.FixedTimeEquals(answer, Prove(secret, challenge));
    }

    /// <summary>The client's part. Whether the silo asked for it.</summary>
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

    /// <summary>So many bytes, and none that follow them; null where the other end closes before.</summary>
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
