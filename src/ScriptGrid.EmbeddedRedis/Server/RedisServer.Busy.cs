using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>What goes on while a script runs for too long.</content>
internal sealed partial class RedisServer
{
    private RunningScript? _running;

    /// <summary>Whether other clients are being served in the middle of a script: most of their commands get <see cref="BusyMessage"/>.</summary>
    internal bool IsServingWhileBusy { get; private set; }

    /// <summary>Whether the script under way has run for longer than <c>busy-reply-threshold</c>; stays so until it ends.</summary>
    internal bool IsScriptOverdue => _running is { IsOverdue: true };

    internal string BusyMessage => _running is { IsFunction: true } ? Guard.BusyFunction : Guard.BusyScript;

    /// <summary>Whether a script is running, and then whether it is a function (FCALL) and not an EVAL.</summary>
    internal RunningScript? Running => _running;

    /// <summary>Says that a script begins on the executor thread. Scripts within scripts do not count: then nothing changes and false comes back.</summary>
    /// <param name="isFunction">Whether it is called by FCALL, not by EVAL.</param>
    /// <param name="caller">The client that called it.</param>
    internal bool BeginScript(bool isFunction, ClientSession? caller = null)
    {
        if (_running is not null)
        {
            return false;
        }

        _running = new RunningScript(isFunction, caller, Clock.Time.GetTimestamp());
        return true;
    }

    /// <summary>Says that the script that <see cref="BeginScript"/> was true for has ended.</summary>
    internal void EndScript() => _running = null;

    /// <summary>
    /// To be called every so often while a script runs: once it has run for longer than <c>busy-reply-threshold</c>, what other clients sent is
    /// read and answered, mostly with an error; SCRIPT KILL, FUNCTION KILL and SHUTDOWN NOSAVE may so reach the script. False: the server is about to end, and
    /// the script must give up at once.
    /// </summary>
    internal bool ServeWhileBusy()
    {
        if (Executor.IsStopping)
        {
            return false;
        }

        if (_running is { } running && !IsServingWhileBusy && HasReachedThreshold(running))
        {
            running.IsOverdue = true;
            IsServingWhileBusy = true;
            bool hadFailed = Statistics.TakeFailed();
            try
            {
                Executor.RunWhileBusy();
            }
            finally
            {
                IsServingWhileBusy = false;
                Statistics.TakeFailed();
                if (hadFailed)
                {
                    Statistics.MarkFailed();
                }
            }
        }

        return !Executor.IsStopping;
    }

    private bool HasReachedThreshold(RunningScript running) =>
        running.IsOverdue || Clock.Time.GetElapsedTime(running.Start).TotalMilliseconds >= Settings.BusyReplyThreshold.Value;
}

/// <summary>The script that runs on the executor thread.</summary>
internal sealed class RunningScript(bool isFunction, ClientSession? caller, long start)
{
    internal bool IsFunction { get; } = isFunction;

    internal ClientSession? Caller { get; } = caller;

    /// <summary>A timestamp of the server's <see cref="TimeProvider"/>.</summary>
    internal long Start { get; } = start;

    internal bool IsOverdue { get; set; }
}
