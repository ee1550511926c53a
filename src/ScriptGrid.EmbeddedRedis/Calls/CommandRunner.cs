using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Carries commands out and counts them, their time and their errors.</summary>
internal sealed class CommandRunner(Keyspace keyspace, ErrorStatistics errors, Monitors monitors, Tracking tracking, SlowLog slowLog, LatencyMonitor latency, ServerSettings settings)
{
    /// <summary>Where the errors of all replies are counted.</summary>
    internal ErrorStatistics Errors { get; } = errors;

    /// <summary>Commands that were carried out since the start or since <see cref="ResetStatistics"/>.</summary>
    internal long Processed { get; private set; }

    /// <summary>How long the last command took.</summary>
    internal TimeSpan LastDuration { get; private set; }

    private long Changes => keyspace.Sum(static statistics => statistics.Changes);

    /// <summary>
    /// Carries out a command that was found and checked: for a client, from EXEC, or from a script. The clock stands still until the outermost command has
    /// ended. A command has failed where its reply or a part of it was an error (<see cref="IReply.Error"/>, <see cref="IReply.CountedError"/>) that no
    /// command within it had written.
    /// </summary>
    internal void Run(Command command, ClientSession client, ReadOnlySpan<byte[]> words, IReply reply)
    {
        bool isOutermost = keyspace.Clock.Freeze();
        if (isOutermost)
        {
            keyspace.Propagation.Flush(together: false); // Keys that went for the room this command asks for.
        }

        long start = keyspace.Clock.Time.GetTimestamp();
        Errors.TakeFailed();
        bool isSeen = !monitors.IsEmpty && !command.Facts.Flags.HasFlag(CommandFlags.Admin);
        bool isScript = command.Facts.Flags.HasFlag(CommandFlags.SkipMonitor); // Told of before what it calls; others once they have run.
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
    /// Counts a command that was refused before it ran, and the error that says so: for scripts, whose refusals are no replies.
    /// <paramref name="command"/> is null where the command is unknown.
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

    /// <summary>A command whose client waits ends only when the client is served, and fails where it is then told of an error.</summary>
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
