using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>What the server does ten times a second, and figures it keeps for INFO.</content>
internal sealed partial class RedisServer
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly double SampleSeconds = 1;

    private ITimer? _housekeeping;
    private bool _isHousekeepingDue;
    private long _sampledAt;
    private long _sampledCommands;
    private long _peakMemoryBytes;

    /// <summary>How INFO learns of scripts; given by the scripting part.</summary>
    internal Func<ScriptingFigures> ScriptingFigures { get; set; } = static () => default;

    /// <summary>When SAVE or BGSAVE was last called, in milliseconds since 1970; the start if never.</summary>
    internal long SavedAt { get; private set; }

    internal long ChangesAtSave { get; private set; }

    internal long OperationsPerSecond { get; private set; }

    internal long PeakMemoryBytes => _peakMemoryBytes = Math.Max(_peakMemoryBytes, UsedMemoryBytes);

    /// <summary>Notes that the data was saved, though nothing is stored.</summary>
    internal void NoteSaved()
    {
        SavedAt = Clock.Milliseconds;
        ChangesAtSave = Databases.Sum(static database => database.Statistics.Changes);
    }

    /// <summary>What CONFIG RESETSTAT does.</summary>
    internal void ResetStatistics()
    {
        Statistics.Reset();
        foreach (Command command in Commands.WithSubcommands())
        {
            command.Statistics.Reset();
        }

        foreach (Database database in Databases)
        {
            database.Statistics.Reset();
        }
    }

    /// <summary>Begins to look after expired keys and idle clients.</summary>
    internal void StartHousekeeping() => _housekeeping = Clock.Time.CreateTimer(
        _ =>
        {
            // A tick that was not yet served is enough.
            if (!Interlocked.Exchange(ref _isHousekeepingDue, true))
            {
                Executor.Queue.Post(KeepHouse);
            }
        },
        null,
        HousekeepingInterval,
        HousekeepingInterval);

    private void KeepHouse()
    {
        Volatile.Write(ref _isHousekeepingDue, false);
        foreach (Database database in Databases)
        {
            if (database.KeysWithExpiry > 0)
            {
                database.ExpireSome(Random);
            }
        }

        AfterCommand();
        _peakMemoryBytes = PeakMemoryBytes;
        CloseIdleClients();
        SampleRate();
    }

    private void CloseIdleClients()
    {
        if (Settings.Timeout.Value == 0)
        {
            return;
        }

        long limit = Clock.Now - (Settings.Timeout.Value * 1000);
        foreach (ClientSession client in Clients.All.Where(client => client.ActiveAt < limit && MayTimeOut(client)).ToArray())
        {
            client.Connection?.Close();
        }
    }

    private static bool MayTimeOut(ClientSession client) => client.Blocked is null && client.Subscriptions.IsEmpty && !client.IsMonitor;

    private void SampleRate()
    {
        long now = Clock.Time.GetTimestamp();
        double seconds = Clock.Time.GetElapsedTime(_sampledAt, now).TotalSeconds;
        if (seconds >= SampleSeconds)
        {
            long commands = Statistics.CommandsProcessed;
            OperationsPerSecond = Math.Max(0, (long)((commands - _sampledCommands) / seconds));
            (_sampledAt, _sampledCommands) = (now, commands);
        }
    }
}
