namespace ScriptGrid.Testing;

/// <summary>Polls for something that a test waits for.</summary>
internal static class Repeat
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is accepted, and returns it. On timeout, a <see cref="TimeoutException"/> contains the last answer.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Predicate<T> willDo)
    {
        long start = TimeProvider.System.GetTimestamp();
        T answer = await ask();
        while (!willDo(answer))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"The last answer was {answer}.");
            }

            await Task.Delay(Pause);
            answer = await ask();
        }

        return answer;
    }
}
