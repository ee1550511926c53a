using System.Text;
using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Soak;

/// <summary>
/// Disturbs a fleet during a long run. In each turn, connections are killed, a reload removes a tenth of the targets or brings them back, and faulty servers
/// change their fault.
/// </summary>
internal sealed class SoakChurn : IAsyncDisposable
{
    private const int KilledConnections = 100;

    /// <summary>The number of targets on faulty servers, each with an address of its own.</summary>
    private const int FaultyTargets = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    /// <summary>The answers of faulty servers; null means no answer.</summary>
    private static readonly byte[]?[] Faults =
    [
        null,
        ScriptedRedis.HangUp,
        Resp.Error("LOADING Redis is loading the dataset in memory"),
        Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"),
        Encoding.ASCII.GetBytes("$999999999\r\n"),
        Resp.Error("ERR user_script:1: boom"),
    ];

    private readonly RedisFleet _redis;
    private readonly SoakOptions _options;
    private readonly ScriptedRedis[] _faulty;

    private SoakChurn(RedisFleet redis, SoakOptions options, ScriptedRedis[] faulty) => (_redis, _options, _faulty) = (redis, options, faulty);

    /// <summary>The setup with all targets.</summary>
    public ScriptGridSetup Setup => SetupOf(_options.Targets);

    /// <summary>Starts the faulty servers.</summary>
    public static SoakChurn Start(RedisFleet redis, SoakOptions options) => new(
        redis,
        options,
        options.IsCalm ? [] : [.. Enumerable.Range(0, FaultyTargets).Select(static index => ScriptedRedis.Start(_ => Faults[index % Faults.Length]))]);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(ScriptGridProcess scriptGrid, CancellationToken cancellationToken)
    {
        // There is an even number of turns per minute, and none at the time of a reading, so that all readings find the same fleet.
        await Task.Delay(Turn / 2, cancellationToken);
        using var timer = new PeriodicTimer(Turn);
        for (int turn = 1; await timer.WaitForNextTickAsync(cancellationToken); turn++)
        {
            for (int index = 0; index < _faulty.Length; index++)
            {
                byte[]? answer = Faults[(index + turn) % Faults.Length];
                _faulty[index].Answer = _ => answer;
            }

            await _redis.KillConnectionsAsync(KilledConnections);
            await scriptGrid.ReloadAsync(SetupOf(turn % 2 == 0 ? _options.Targets : _options.Targets * 9 / 10), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ScriptedRedis server in _faulty)
        {
            await server.DisposeAsync();
        }
    }

    private ScriptGridSetup SetupOf(int targets) => new(_redis, targets, FleetMeasurement.Script, _options.Interval)
    {
        FurtherTargets = [.. _faulty.Select(static server => $"redis://{server.Address}")],
    };
}
