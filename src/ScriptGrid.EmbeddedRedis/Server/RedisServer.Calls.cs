using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>How a command is carried out and counted.</content>
internal sealed partial class RedisServer
{
    /// <summary>
    /// Carries out a command that was found and checked: for a client, from EXEC, or from a script; counts it, its time and its error. The clock stands still
    /// until the outermost command has ended. A command has failed where its reply or a part of it was an error (<see cref="Resp.IReply.Error"/>,
    /// <see cref="Resp.IReply.CountedError"/>) that no command within it had written.
    /// </summary>
    internal void Call(Command command, CommandCall call)
    {
        bool isOutermost = Clock.Freeze();
        long start = Clock.Time.GetTimestamp();
        Statistics.TakeFailed();
        bool isSeen = !Monitors.IsEmpty && !command.Facts.Flags.HasFlag(CommandFlags.Admin);
        if (isSeen && command.Facts.Name != "exec")
        {
            Monitors.Tell(command, call);
        }

        try
        {
            command.Handler(call);
        }
        finally
        {
            if (isOutermost)
            {
                Clock.Thaw();
            }
        }

        if (isSeen && command.Facts.Name == "exec")
        {
            Monitors.Tell(command, call);
        }

        TimeSpan duration = Clock.Time.GetElapsedTime(start);
        Count(command, duration);
        if (call.Client.Blocked is { Command: null } blocked)
        {
            // It ends only when the client is served.
            blocked.Command = command;
            blocked.Start = start;
        }
        else
        {
            SlowLog.Note(call, command, duration);
        }
    }

    /// <summary>
    /// Counts a command that was refused before it ran, and the error that says so: for scripts, whose refusals are no replies.
    /// <paramref name="command"/> is null where the command is unknown.
    /// </summary>
    internal void CountRejected(Command? command, string message)
    {
        Statistics.CountError(message);
        Statistics.TakeFailed();
        if (command is not null)
        {
            command.Statistics.RejectedCalls++;
        }
    }

    private void Count(Command command, TimeSpan duration)
    {
        CommandStatistics statistics = command.Statistics;
        statistics.Calls++;
        statistics.Microseconds += duration.TotalMicroseconds;
        if (Statistics.TakeFailed())
        {
            statistics.FailedCalls++;
        }

        Statistics.CommandsProcessed++;
    }
}
