using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Executes commands, and counts them, their time and their errors.</summary>
internal sealed class CommandRunner(Keyspace keyspace, ErrorStatistics errors, Monitors monitors, Tracking tracking, SlowLog slowLog, LatencyMonitor latency, ServerSettings settings)
{
    /// <summary>Counts the errors of all replies.</summary>
    internal ErrorStatistics Errors { get; } = errors;

    /// <summary>The number of commands executed since the start or the last <see cref="ResetStatistics"/>.</summary>
    internal long Processed { get; private set; }

    /// <summary>How long the last command took.</summary>
    internal TimeSpan LastDuration { get; private set; }

    private long Changes => keyspace.Sum(static statistics => statistics.Changes);

    /// <summary>
    /// Executes a command that was found and checked: for a client, from EXEC, or from a script. The clock stands still until the outermost command has ended.
    /// A command has failed if its reply, or a part of it, was an error (<see cref="IReply.Error"/>, <see cref="IReply.CountedError"/>) that no command within
    /// it had written.
    /// </summary>
    internal void Run(Command command, ClientSession client, ReadOnlySpan<byte[]> words, IReply reply)
    {
        bool isOutermost = keyspace.Clock.Freeze();
        if (isOutermost)
        {
            keyspace.Propagation.Flush(together: false); // Sends the removal of keys that were evicted to make room for this command.
        }

        long start = keyspace.Clock.Time.GetTimestamp();
        Errors.TakeFailed();
        bool isSeen = !monitors.IsEmpty && !command.Facts.Flags.HasFlag(CommandFlags.Admin);
        bool isScript = command.Facts.Flags.HasFlag(CommandFlags.SkipMonitor); // Monitors see a script before the commands that it calls.
        if (isSeen && isScript)
        {
            monitors.Tell(command.Facts, client, words);
        }

        bool isTracked = tracking.IsUsed;
        ClientSession? outer = isTracked ? tracking.Enter(client, command.Facts, words) : null;
        bool isPropagated = keyspace.Propagation.IsUsed;
        long changes = isPropagated ? Changes : 0;
        PropagationFrame outerFrame = isPropagated ? keyspace.Propagation.Enter() : default;
        try
        {
            command.Handler(new CommandCall { Keyspace = keyspace, Client = client, Words = words, Reply = reply });
        }
        finally
        {
            if (isPropagated)
            {
                PropagationFrame frame = keyspace.Propagation.Leave(outerFrame);
                Propagate(command, client, words, frame, isChange: Changes > changes);
            }

            if (isOutermost)
            {
                keyspace.Propagation.Flush(together: !PropagatedWords.TouchesAnyKeys(command.Facts.Name));
                keyspace.Clock.Thaw();
            }

            if (isTracked)
            {
                tracking.Leave(client, command.Facts, outer);
            }
        }

        if (isSeen && !isScript)
        {
            monitors.Tell(command.Facts, client, words);
        }

        TimeSpan duration = LastDuration = keyspace.Clock.Time.GetElapsedTime(start);
        latency.Note(command.Facts.Flags.HasFlag(CommandFlags.Fast) ? "fast-command" : "command", duration);
        Count(command, duration);
        if (client.Blocked is { Ended: null } blocked)
        {
            NoteAtEnd(blocked, command, start);
        }
        else
        {
            slowLog.Note(command.Facts, words, client, duration);
            NoteLatency(command, duration);
        }
    }

    /// <summary>
    /// Counts a command that was refused before it ran, and the error for it. Used for scripts, where a refusal is not a reply. <paramref name="command"/> is
    /// null if the command is unknown.
    /// </summary>
    internal void CountRejected(Command? command, string message)
    {
        Errors.Count(message);
        Errors.TakeFailed();
        if (command is not null)
        {
            command.Statistics.RejectedCalls++;
        }
    }

    internal void ResetStatistics() => Processed = 0;

    private void Propagate(Command command, ClientSession client, ReadOnlySpan<byte[]> words, PropagationFrame frame, bool isChange)
    {
        if (!frame.IsPrevented && client.IsPropagating && PropagatedWords.AreDue(command.Facts.Name, isChange, hasFailed: Errors.HasFailed))
        {
            keyspace.Propagation.Add(client.DatabaseIndex, frame.Words ?? PropagatedWords.Of(command.Facts.Name, keyspace, client.DatabaseIndex, words));
        }
    }

    /// <summary>
    /// Finishes counting when the command of a waiting client ends, which is when the client is served. The command fails if the client then gets an error.
    /// </summary>
    private void NoteAtEnd(BlockedCall blocked, Command command, long start) =>
        blocked.Ended = () =>
        {
            command.Statistics.FailedCalls += Errors.HasFailed ? 1 : 0;
            TimeSpan duration = keyspace.Clock.Time.GetElapsedTime(start);
            slowLog.Note(command.Facts, blocked.Words, blocked.Client, duration);
            NoteLatency(command, duration);
        };

    private void NoteLatency(Command command, TimeSpan duration)
    {
        if (settings.LatencyTracking.Value)
        {
            command.Statistics.NoteLatency(duration);
        }
    }

    private void Count(Command command, TimeSpan duration)
    {
        CommandStatistics statistics = command.Statistics;
        statistics.Calls++;
        statistics.Microseconds += duration.TotalMicroseconds;
        if (Errors.TakeFailed())
        {
            statistics.FailedCalls++;
        }

        Processed++;
    }
}
