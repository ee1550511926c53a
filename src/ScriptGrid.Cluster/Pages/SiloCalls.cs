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

    private readonly ConcurrentDictionary<SiloAddress, bool> _silent = new();

    /// <summary>Asks one silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="question">The call.</param>
    /// <param name="within">How long the caller can wait. The silo's own limit applies if it is shorter.</param>
    /// <returns>The answer; null if there was none in time.</returns>
    public async Task<T?> AskAsync<T>(SiloAddress silo, Func<ISiloPages, Task<T>> question, TimeSpan within)
        where T : class
    {
        TimeSpan limit = _silent.ContainsKey(silo) ? ProbeLimit : Limit;
        Task<T>? answer = null;
        try
        {
            answer = question(pages(silo));
            T result = await answer.WaitAsync(within < limit ? Max(within, TimeSpan.Zero) : limit, time);
            NoteAnswer(silo);
            return result;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No matter what failed, it costs that silo's part of a page and nothing else.
            if (_silent.TryAdd(silo, true))
            {
                Log.SiloSilent(logger, SiloView.NameOf(silo), Brief.Of(failure.Message));
            }

            _ = AwaitLateAsync(silo, answer);
            return null;
        }
    }

    /// <summary>Forgets silos that have left.</summary>
    /// <param name="present">The silos to remember.</param>
    public void Forget(IReadOnlyCollection<SiloAddress> present)
    {
        foreach (SiloAddress silo in _silent.Keys.Where(silo => !present.Contains(silo)))
        {
            _silent.TryRemove(silo, out _);
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
            // The failure was logged when the time was up.
        }
    }

    private void NoteAnswer(SiloAddress silo)
    {
        if (_silent.TryRemove(silo, out _))
        {
            Log.SiloAnswers(logger, SiloView.NameOf(silo));
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
