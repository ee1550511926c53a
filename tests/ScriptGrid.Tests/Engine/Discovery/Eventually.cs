namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Waits for what real servers come to agree on.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is what is expected; fails with the last answer.</summary>
    public static async Task EqualAsync(string[] expected, Func<Task<string[]>> ask)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            string[] actual = await ask();
            if (actual.SequenceEqual(expected) || expired.IsCancellationRequested)
            {
                Assert.Equal(expected, actual);
                return;
            }

            await Task.Delay(Pause);
        }
    }
}
