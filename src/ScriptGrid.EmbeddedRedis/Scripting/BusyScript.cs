using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What goes on while a script runs for too long: other clients are served in its middle.</summary>
internal sealed class BusyScript(Executor executor, ErrorStatistics errors, ServerSettings settings)
{
    /// <summary>The script in whose middle other clients are being served: most of their commands get <see cref="ScriptRun.BusyMessage"/>. Null at other times.</summary>
    internal ScriptRun? Current { get; private set; }

    /// <summary>Whether the server is about to end, and scripts must give up.</summary>
    internal bool IsEnding => executor.IsStopping;

    /// <summary>
    /// To be called every so often while a script runs: once it has run for longer than <c>busy-reply-threshold</c>, what other clients sent is
    /// read and answered, mostly with an error; SCRIPT KILL, FUNCTION KILL and SHUTDOWN NOSAVE may so reach the script. False: the server is about to end, and
    /// the script must give up at once.
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
        // What other clients' commands come to is not what the script's command comes to.
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

    private bool HasReachedThreshold(ScriptRun run) =>
        run.IsOverdue || ServerClock.OfScripts.GetElapsedTime(run.StartedAt).TotalMilliseconds >= settings.BusyReplyThreshold.Value;
}
