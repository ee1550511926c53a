using System.Globalization;
using System.Text;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>The fault matrix: every way in which a target is broken by the tests, with what is promised of it. docs/reliability.md shows it.</summary>
internal static partial class FaultTable
{
    /// <summary>Faults of which all stand side by side in one run.</summary>
    public static IReadOnlyList<Fault> Quiet => AllQuiet.Value;

    /// <summary>Faults that send as much as they can, in a run of their own.</summary>
    public static IReadOnlyList<Fault> Floods => AllFloods.Value;

    // Lazy, since the tables of the other parts of this class must be there first.
    private static readonly Lazy<Fault[]> AllQuiet = new(MakeQuiet);

    private static readonly Lazy<Fault[]> AllFloods = new(static () => [.. Of("floods", Flooding())]);

    private static Fault[] MakeQuiet() =>
    [
        .. Of("reaching the server", Reaching()),
        .. Of("TLS", Tls()),
        .. Of("logging in", LogIn()),
        .. Of("errors at SCRIPT LOAD", Errors("SCRIPT", AtLoad)),
        .. Of("errors at EVALSHA", Errors("EVALSHA", AtRun)),
        .. Of("errors at PING", PingErrors()),
        .. Of("replies", Replies()),
        .. Of("cut connections", CutAtEachByte()),
        .. Of("cut connections", CutByProxy()),
    ];

    private static IEnumerable<Fault> Of(string kind, IEnumerable<Fault> faults) => faults.Select(fault => fault with { Kind = kind });

    /// <summary>A server that misbehaves at commands.</summary>
    private static Fault Serves(string name, string reason, int up, Misbehaviour onCommand, bool breaksLogIn = false) => new(name, reason, up)
    {
        StartAsync = _ => Started(FaultyServer.Start(onCommand, breaksLogIn)),
    };

    /// <summary>A server that misbehaves as soon as somebody connects.</summary>
    private static Fault Greets(string name, string reason, int up, Func<FaultyConnection, Task> onConnect) => new(name, reason, up)
    {
        StartAsync = _ => Started(FaultyServer.Start(onConnect)),
    };

    /// <summary>A proxy that misbehaves before a real server.</summary>
    private static Fault Proxies(string name, string reason, int up, Passage passage, bool breaksLogIn = true) => new(name, reason, up)
    {
        StartAsync = bench => Started(FaultyProxy.Start(bench.Server, passage, breaksLogIn)),
    };

    /// <summary>Misbehaves where a command is of this kind, and is in order otherwise.</summary>
    private static Misbehaviour At(string command, Misbehaviour onCommand) => (connection, words, reply) =>
        words[0].StartsWith(command, StringComparison.Ordinal) ? onCommand(connection, words, reply) : connection.SendAsync(reply);

    /// <summary>Answers a kind of command with these bytes.</summary>
    private static Misbehaviour At(string command, string answer) => At(command, (connection, _, _) => connection.SendAsync(answer));

    private static Task<IFaultyTarget> Started(IFaultyTarget target) => Task.FromResult(target);

    private static string Times(int count, string text) => new StringBuilder().Insert(0, text, count).ToString();

    private static IEnumerable<Fault> Reaching() =>
    [
        new("nobody listens", "connection", 0) { StartAsync = static _ => Started(FaultyServer.Start(isRefusing: true)) },
        new("the name has no address", "dns", 0)
        {
            IsPassing = false,
            StartAsync = static _ => Started(new StandingFault("no-such-host.invalid")),
        },
        new("the process is stopped (SIGSTOP)", "timeout", 0)
        {
            StartAsync = static async _ => new FrozenServer(await RedisServerProcess.StartAsync()),
        },
        Greets("accepts, and never answers", "timeout", 0, static connection => connection.UntilMendedAsync()),
        Greets("accepts, and closes", "connection", 0, static connection => Then(connection.Close)),
        Greets("accepts, and resets", "connection", 0, static connection => Then(connection.Reset)),
        Serves("closes behind each reply", "connection", 0, ThenCloseAsync, breaksLogIn: true),
        Greets("too many clients", "connection", 0, static connection => LastWordsAsync(connection, "-ERR max number of clients reached\r\n")),
        Greets(
            "protected mode",
            "denied",
            0,
            static connection => LastWordsAsync(connection, "-DENIED Redis is running in protected mode because protected mode is enabled\r\n")),
        Proxies("the path goes black on an open connection", "timeout", 0, static (_, _, line) => Then(line.BlackOut), breaksLogIn: false),
        Proxies("the path goes black before the log-in", "timeout", 0, static (_, _, line) => Then(line.BlackOut)),
        Proxies("replies come a byte at a time", "", 1, static async (_, bytes, line) =>
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                await line.Client.SendAsync(bytes.Slice(i, 1));
            }
        }),
    ];

    private static Task Then(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task ThenCloseAsync(FaultyConnection connection, string[] command, byte[] reply)
    {
        await connection.SendAsync(reply);
        connection.Close();
    }

    private static async Task LastWordsAsync(FaultyConnection connection, string words)
    {
        await connection.SendAsync(words);
        await connection.FinishAsync();
    }

    /// <summary>The log-in, the load of the script and one run, cut off behind each of their bytes.</summary>
    private static IEnumerable<Fault> CutAtEachByte()
    {
        const int untilRun = 19 + 47;
        return Enumerable.Range(0, untilRun + 15).Select(static end => Serves(
            string.Create(CultureInfo.InvariantCulture, $"the server closes behind byte {end}"),
            "connection",
            0,
            async (connection, _, reply) =>
            {
                await connection.SendAsync(reply.AsMemory(0, Math.Clamp(end - connection.Sent, 0, reply.Length)));
                if (connection.Sent >= end)
                {
                    connection.Close();
                }
            },
            breaksLogIn: true) with
        { Title = "closed by the server behind any byte of its first replies" });
    }

    /// <summary>The same of a real server's bytes.</summary>
    private static IEnumerable<Fault> CutByProxy() =>
        new[] { 0, 1, 7, 60, 110, 140, 150, 155 }.Select(static end => Proxies(
            string.Create(CultureInfo.InvariantCulture, $"a proxy resets behind byte {end}"),
            "connection",
            0,
            async (passed, bytes, line) =>
            {
                await line.Client.SendAsync(bytes[..Math.Clamp(end - passed, 0, bytes.Length)]);
                if (passed + bytes.Length >= end)
                {
                    line.Reset();
                }
            }) with
        { Title = "reset by a proxy within the first replies" });
}
