using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class HandshakeGateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Run_MoreThanThereArePlaces_WaitForThem()
    {
        var gate = new HandshakeGate(2, Long, TimeProvider.System);
        TaskCompletionSource<int>[] ends = [new(), new(), new()];
        int begun = 0;
        Task<int>[] runs = [.. ends.Select(end => gate.RunAsync(() => Begin(end)))];

        Assert.Equal((2, true), (begun, gate.IsFull));
        ends[0].SetResult(7);
        Assert.Equal(7, await runs[0]);
        ends[2].SetResult(9);
        Assert.Equal(9, await runs[2]);
        Assert.Equal((3, false), (begun, gate.IsFull));

        Task<int> Begin(TaskCompletionSource<int> end)
        {
            Interlocked.Increment(ref begun);
            return end.Task;
        }
    }

    [Fact]
    public async Task Run_ServerIsSlow_GivesItsPlaceBackAndGoesOn()
    {
        var gate = new HandshakeGate(1, TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var slow = new TaskCompletionSource<int>();
        Task<int> first = gate.RunAsync(() => slow.Task);
        Task<int> second = gate.RunAsync(static () => Task.FromResult(2));

        Assert.Equal(2, await second);
        Assert.False(first.IsCompleted);
        slow.SetResult(1);
        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task Run_HandshakeThrows_GivesItsPlaceBack()
    {
        var gate = new HandshakeGate(1, Long, TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => gate.RunAsync(static () => Task.FromException<int>(new IOException())));

        Assert.Equal(2, await gate.RunAsync(static () => Task.FromResult(2)));
    }
}
