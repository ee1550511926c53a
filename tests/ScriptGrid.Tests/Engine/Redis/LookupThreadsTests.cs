using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Lookups on a system that starts no thread, or no more of them.</summary>
public sealed class LookupThreadsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_NoThreadCanBeStarted_LooksUpNonetheless()
    {
        var threads = new LookupThreads(static _ => throw NoThread());
        using var countdown = new CountdownEvent(20);

        for (int i = 0; i < 20; i++)
        {
            threads.Run(() => countdown.Signal(), isDoubtful: i % 2 == 0);
        }

        await EndOf(countdown);
    }

    [Fact]
    public async Task Run_NoMoreThreadsWhileLookupsWait_ThoseThatThereAreLookUpAll()
    {
        int left = 2; // One looks up, one watches over it.
        var threads = new LookupThreads(thread =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                Interlocked.Decrement(ref left);
                throw NoThread();
            }

            thread.Start();
        });
        using var countdown = new CountdownEvent(20);
        using var answers = new ManualResetEventSlim();

        for (int i = 0; i < 20; i++)
        {
            threads.Run(
                () =>
                {
                    answers.Wait();
                    countdown.Signal();
                },
                isDoubtful: false);
        }

        SpinWait.SpinUntil(() => Volatile.Read(ref left) < -30, Limit); // The watch has asked for more than the calls did.
        answers.Set();
        await EndOf(countdown);
        Assert.True(Volatile.Read(ref left) < -30);
    }

#pragma warning disable CA2201 // This is what the runtime throws.
    private static OutOfMemoryException NoThread() => new();
#pragma warning restore CA2201

    private static Task EndOf(CountdownEvent countdown) => Task.Run(() => Assert.True(countdown.Wait(Limit)));
}
