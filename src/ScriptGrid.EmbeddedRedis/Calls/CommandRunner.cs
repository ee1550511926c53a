using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Carries commands out and counts them, their time and their errors.</summary>
internal sealed class CommandRunner(Keyspace keyspace, ErrorStatistics errors, Monitors monitors, SlowLog slowLog)
{
    /// <summary>Where the errors of all replies are counted.</summary>
    internal ErrorStatistics Errors { get; } = errors;

    /// <summary>Commands that were carried out since the start or since <see cref="ResetStatistics"/>.</summary>
    internal long Processed { get; private set; }

    /// <summary>
    /// Carries out a command that was found and checked: for a client, from EXEC, or from a script. The clock stands still until the outermost command has
    /// ended. A command has failed where its reply or a part of it was an error (<see cref="IReply.Error"/>, <see cref="IReply.CountedError"/>) that no
    /// command within it had written.
    /// </summary>
    internal void Run(Command command, ClientSession client, ReadOnlySpan<byte[]> words, IReply reply)
    {
        bool isOutermost = keyspace.Clock.Freeze();
        long start = keyspace.Clock.Time.GetTimestamp();
        Errors.TakeFailed();
        bool isSeen = !monitors.IsEmpty && !command.Facts.Flags.HasFlag(CommandFlags.Admin);
        bool isScript = command.Facts.Flags.HasFlag(CommandFlags.SkipMonitor); // Told of before what it calls; others once they have run.
        if (isSeen && isScript)
        {
            monitors.Tell(command.Facts, client, words);
        }

        try
        {
            command.Handler(new CommandCall { Keyspace = keyspace, Client = client, Words = words, Reply = reply });
        }
        finally
        {
            if (isOutermost)
            {
                keyspace.Clock.Thaw();
            }
        }

        if (isSeen && !isScript)
        {
            monitors.Tell(command.Facts, client, words);
        }

        TimeSpan duration = keyspace.Clock.Time.GetElapsedTime(start);
        Count(command, duration);
        if (client.Blocked is { Ended: null } blocked)
        {
            NoteAtEnd(blocked, command.Facts, start);
        }
        else
        {
            slowLog.Note(command.Facts, words, client, duration);
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

    /// <summary>A command whose client waits ends only when the client is served.</summary>
    private void NoteAtEnd(BlockedCall blocked, CommandFacts facts, long start) =>
        blocked.Ended = () => slowLog.Note(facts, blocked.Words, blocked.Client, keyspace.Clock.Time.GetElapsedTime(start));

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
