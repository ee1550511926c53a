using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Pages;

/// <summary>
/// Asks other silos, with a time limit that a page can wait for. A silo that did not answer gets only a short limit until it has answered once, so that one
/// silent silo does not slow every page down.
/// </summary>
internal sealed class SiloCalls(Func<SiloAddress, ISiloPages> pages, TimeProvider time, ILogger logger)
{
    /// <summary>How long a silo may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>How long a silo may take that did not answer the last time.</summary>
    public static readonly TimeSpan ProbeLimit = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LinePause = TimeSpan.FromMinutes(1);

    /// <summary>The silos that did not answer the last time, and whether the log says so.</summary>
    private readonly ConcurrentDictionary<SiloAddress, bool> _silent = new();

    /// <summary>When the log last said that a silo does not answer. A slow silo may answer too late each time, so there is a pause between such lines.</summary>
    private readonly ConcurrentDictionary<SiloAddress, long> _told = new();

    /// <summary>Asks one silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="question">The call.</param>
    /// <param name="within">How long the caller can wait. The silo's own limit applies if it is shorter. If nothing is left, the silo is not asked.</param>
    /// <returns>The answer; null if there was none in time.</returns>
    public async Task<T?> AskAsync<T>(SiloAddress silo, Func<ISiloPages, Task<T>> question, TimeSpan within)
        where T : class
    {
        if (within <= TimeSpan.Zero)
        {
            return null;
        }

        TimeSpan limit = _silent.ContainsKey(silo) ? ProbeLimit : Limit;
        Task<T?> answer = AnswerAsync(silo, question, limit);
        if (within >= limit)
        {
            return await answer;
        }

        try
        {
            return await answer.WaitAsync(within, time);
        }
        catch (TimeoutException)
        {
            // Only the caller's time is up. Whether the silo is silent is decided by its own limit.
            _ = DisposeAsync(answer);
            return null;
        }
    }

    /// <summary>Forgets silos that have left.</summary>
    /// <param name="present">The silos to remember.</param>
    public void Forget(IReadOnlyCollection<SiloAddress> present)
    {
        foreach (SiloAddress silo in _silent.Keys.Concat(_told.Keys).Where(silo => !present.Contains(silo)))
        {
            _silent.TryRemove(silo, out _);
            _told.TryRemove(silo, out _);
        }
    }

    private static async Task DisposeAsync<T>(Task<T?> answer)
        where T : class => (await answer as IDisposable)?.Dispose();

    /// <summary>Asks a silo, and notes whether it answered within its limit.</summary>
    private async Task<T?> AnswerAsync<T>(SiloAddress silo, Func<ISiloPages, Task<T>> question, TimeSpan limit)
        where T : class
    {
        Task<T>? answer = null;
        try
        {
            answer = question(pages(silo));
            T result = await answer.WaitAsync(limit, time);
            NoteAnswer(silo);
            return result;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No matter what failed, it costs that silo's part of a page and nothing else.
            NoteSilence(silo, failure);
            _ = AwaitLateAsync(silo, answer);
            return null;
        }
    }

    private async Task AwaitLateAsync<T>(SiloAddress silo, Task<T>? answer)
    {
        try
        {
            if (answer is not null)
            {
                (await answer as IDisposable)?.Dispose();
                NoteAnswer(silo);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The silo was noted as silent when the time was up.
        }
    }

    private void NoteSilence(SiloAddress silo, Exception failure)
    {
        _silent.TryAdd(silo, false);
        bool isDue = !_told.TryGetValue(silo, out long last) || time.GetElapsedTime(last) >= LinePause;
        if (isDue && _silent.TryUpdate(silo, true, false))
        {
            _told[silo] = time.GetTimestamp();
            Log.SiloSilent(logger, SiloView.NameOf(silo), Brief.Of(failure.Message));
        }
    }

    private void NoteAnswer(SiloAddress silo)
    {
        if (_silent.TryRemove(silo, out bool isTold) && isTold)
        {
            Log.SiloAnswers(logger, SiloView.NameOf(silo));
        }
    }
}
