using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Fuzz;

/// <summary>Whatever bytes come, they are framed alike however they are split, judged, and shown on a page that can be read.</summary>
public sealed class ReplyFuzzTests
{
    private const int MaxBytes = 4096;

    private static readonly TargetFamilies Families = new("redis");

    [Fact]
    public void Framer_AnyBytesInAnyPieces_ComesToTheSameEnd() => Fuzz.Run(
        static random =>
        {
            byte[] bytes = RandomReply.Next(random);
            var whole = default(RespFramer);
            FrameStatus expected = whole.Advance(bytes, MaxBytes);
            var pieces = default(RespFramer);
            FrameStatus status = FrameStatus.Incomplete;
            for (int end = random.Next(bytes.Length + 1); status == FrameStatus.Incomplete; end = Math.Min(bytes.Length, end + random.Next(1, 9)))
            {
                status = pieces.Advance(bytes.AsSpan(0, end), MaxBytes);
                if (end == bytes.Length)
                {
                    break;
                }
            }

            Assert.Equal(expected, status);
            if (expected == FrameStatus.Complete)
            {
                Assert.Equal(whole.Length, pieces.Length);
            }
        },
        cases: 20_000);

    [Fact]
    public void Buffer_AnyBytesInAnyPieces_ComesToTheSameEnd() => Fuzz.Run(
        static random =>
        {
            byte[] bytes = [.. Aside(random), .. RandomReply.Next(random), .. Aside(random)];
            (bool IsDone, FailureReason? Reason, byte[] Reply) inPieces = Receive(bytes, () => random.Next(1, 9), out int taken);
            (bool IsDone, FailureReason? Reason, byte[] Reply) atOnce = Receive(bytes[..taken], () => taken, out _);

            Assert.Equal((atOnce.IsDone, atOnce.Reason), (inPieces.IsDone, inPieces.Reason));
            Assert.Equal(atOnce.Reply, inPieces.Reply);
        },
        cases: 20_000);

    [Fact]
    public void Reader_AnyCompleteReply_IsReadToItsEnd() => Fuzz.Run(
        static random =>
        {
            if (Complete(random) is not { } reply)
            {
                return;
            }

            var reader = new RespReader(reply);
            int elements = 0;
            while (!reader.IsAtEnd)
            {
                reader.Read();
                Assert.InRange(++elements, 1, reply.Length);
            }
        },
        cases: 20_000);

    [Fact]
    public void Page_OfAnyReply_CanBeRead() => Fuzz.Run(
        static random =>
        {
            if (Complete(random) is not { } reply)
            {
                return;
            }

            var samples = new SampleList();
            ReplyVerdict verdict = random.Next(2) == 0 ? ReplyParser.Parse(reply, samples) : RedisExporterReplyParser.Parse(reply, samples);
            var history = default(RunHistory);
            if (verdict.Failure is { } failure)
            {
                history.Failed(failure.Reason, TimeSpan.FromTicks(random.Next()));
            }
            else
            {
                history.Succeeded(verdict.Result, TimeSpan.FromTicks(random.Next()), TimeSpan.FromTicks(random.NextInt64(long.MaxValue)));
            }

            ExpositionPage.Parse(Page(random, history, samples, reply));
        },
        cases: 10_000);

    private static byte[] Aside(Random random) =>
        Encoding.ASCII.GetBytes(Fuzz.Text(random, [">2\r\n+a\r\n*0\r\n", "|1\r\n+ttl\r\n:1\r\n", ">0\r\n"], random.Next(4)));

    private static (bool IsDone, FailureReason? Reason, byte[] Reply) Receive(byte[] bytes, Func<int> piece, out int taken)
    {
        var buffer = new ReplyBuffer();
        buffer.Begin(MaxBytes);
        taken = 0;
        while (taken < bytes.Length)
        {
            int count = Math.Min(Math.Min(piece(), buffer.Room.Length), bytes.Length - taken);
            bytes.AsSpan(taken, count).CopyTo(buffer.Room.Span);
            taken += count;
            if (buffer.Received(count, isAsked: true, out Failure? failure))
            {
                return (true, failure?.Reason, failure is null ? buffer.Reply.ToArray() : []);
            }
        }

        return (false, null, []);
    }

    /// <summary>A complete reply that is no error; null where none came.</summary>
    private static byte[]? Complete(Random random)
    {
        byte[] bytes = [.. Aside(random), .. RandomReply.Next(random)];
        return Receive(bytes, () => bytes.Length, out _) is { IsDone: true, Reason: null, Reply: var reply } ? reply : null;
    }

    private static string Page(Random random, RunHistory history, SampleList samples, byte[] reply)
    {
        var labels = new ExpositionBuffer();
        labels.AppendLabel("filename", Fuzz.Text(random, ["a", "\"", "\\", "\n", "\r", "ö", "\ud800", "\0", "}"], 6));
        var renderer = new ResultRenderer();
        renderer.Render(Families, "target=\"a:1\","u8, new ScriptLabels(labels.WrittenSpan.ToArray(), []), history, samples, reply);
        var results = new ScriptResults();
        results.Publish(renderer.Lines, renderer.Sections, [], TimeSpan.MaxValue);
        return Encoding.UTF8.GetString(TargetPage.Write(null, [results], Families, ExpositionFormat.Text, TimeSpan.Zero));
    }
}
