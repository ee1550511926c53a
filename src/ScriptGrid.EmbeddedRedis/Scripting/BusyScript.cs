using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Serves other clients while a script runs for too long.</summary>
internal sealed class BusyScript(Executor executor, ErrorStatistics errors, ServerSettings settings)
{
    /// <summary>
    /// The script during which other clients are served now. Most of their commands get <see cref="ScriptRun.BusyMessage"/>. Null at other times.
    /// </summary>
    internal ScriptRun? Current { get; private set; }

    /// <summary>Whether the server is about to end, so that scripts must stop.</summary>
    internal bool IsEnding => executor.IsStopping;

    /// <summary>
    /// Call it regularly while a script runs. Once the script has run for longer than <c>busy-reply-threshold</c>, it reads what other clients sent and answers
    /// it, mostly with an error. This is how SCRIPT KILL, FUNCTION KILL and SHUTDOWN NOSAVE can reach the script. Returns false if the server is about to end
    /// and the script must stop at once.
    /// </summary>
    internal bool ServeOthers(ScriptRun run)
    {
        if (executor.IsStopping)
        {
            return false;
        }

        if (Current is null && HasReachedThreshold(run))
        {
            run.IsOverdue = true;
            ServeInTheMiddleOf(run);
        }

        return !executor.IsStopping;
    }

    private void ServeInTheMiddleOf(ScriptRun run)
    {
        // The outcome of other clients' commands is not the outcome of the script's command.
        bool hadFailed = errors.TakeFailed();
        Current = run;
        try
        {
            executor.RunWhileBusy();
        }
        finally
        {
            Current = null;
            errors.TakeFailed();
            if (hadFailed)
            {
                errors.MarkFailed();
            }
        }
    }

    /// <summary>Whether a script has run for too long. With a threshold of 0, none ever has.</summary>
    private bool HasReachedThreshold(ScriptRun run)
    {
        long threshold = settings.BusyReplyThreshold.Value;
        return run.IsOverdue || (threshold > 0 && ServerClock.OfScripts.GetElapsedTime(run.StartedAt).TotalMilliseconds >= threshold);
    }
}
