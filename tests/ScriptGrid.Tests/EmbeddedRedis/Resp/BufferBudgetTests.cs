using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.Tests.EmbeddedRedis.Resp;

public class BufferBudgetTests
{
    private readonly BufferBudget _budget = new(1 << 20);

    [Fact]
    public void TryFree_MuchIsPromised_GivesRoomByWhatHasCome()
    {
        var input = new InputBuffer(_budget);

        Assert.True(input.TryFree(512 << 20, out Memory<byte> room));

        Assert.InRange(room.Length, 1, 64 << 10);
        Assert.Equal(room.Length, _budget.HeldBytes);
    }

    [Fact]
    public void TryFree_MoreThanTheServerMayHold_IsRefusedAndComesBack()
    {
        var input = new InputBuffer(_budget);
        while (input.TryFree(512 << 20, out Memory<byte> room))
        {
            input.Fill(room.Length);
        }

        Assert.InRange(_budget.HeldBytes, 1 << 19, 1 << 20);
        input.Drop();
        Assert.Equal(0, _budget.HeldBytes);
    }

    [Fact]
    public void Append_MoreThanTheServerMayHold_Throws()
    {
        var output = new OutputBuffer(_budget);
        output.Append(new byte[1 << 19]);

        Assert.Throws<ReplyTooLargeException>(() => output.Append(new byte[(1 << 19) + 1]));

        output.Clear();
        Assert.Equal(0, _budget.HeldBytes);
    }

    [Fact]
    public void Append_TwiceTheSizeIsMoreThanTheServerMayHold_GrowsByLess()
    {
        var output = new OutputBuffer(_budget);
        output.Append(new byte[600 << 10]);

        output.Append(1);

        Assert.Equal(750 << 10, _budget.HeldBytes);
    }

    [Fact]
    public void Append_Piece_GrowsToTwiceTheSize()
    {
        var output = new OutputBuffer(_budget);
        output.Append(new byte[200 << 10]);

        output.Append(1);

        Assert.Equal(400 << 10, _budget.HeldBytes);
    }

    [Fact]
    public void Detach_ThenRelease_GivesBytesBack()
    {
        var output = new OutputBuffer(_budget);
        output.Append(new byte[1000]);

        ArraySegment<byte> sent = output.Detach();
        Assert.Equal(sent.Array!.Length, _budget.HeldBytes);
        output.Release(sent);

        Assert.Equal(0, _budget.HeldBytes);
    }

    [Fact]
    public void TryRead_WordsBeyondWhatTheServerMayHold_AreAFault()
    {
        var input = new InputBuffer(new BufferBudget(1 << 20));
        var parser = new RequestParser(_budget);
        Add(input, "*100000\r\n"u8);
        for (int i = 0; i < 100_000 && parser.Fault is null; i++)
        {
            Add(input, "$1\r\nx\r\n"u8);
            parser.TryRead(input);
        }

        Assert.StartsWith("the request exceeds the limit of 1048576 bytes", parser.Fault, StringComparison.Ordinal);
        parser.Drop();
        Assert.Equal(0, _budget.HeldBytes);
    }

    private static void Add(InputBuffer input, ReadOnlySpan<byte> bytes)
    {
        Assert.True(input.TryFree(0, out Memory<byte> room));
        bytes.CopyTo(room.Span);
        input.Fill(bytes.Length);
    }
}
