using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis;

/// <summary>A real Redis and an embedded one, to be asked the same.</summary>
public sealed partial class ServerPair : IAsyncLifetime
{
    private RedisServerProcess? _real;
    private EmbeddedRedisServer? _embedded;

    internal EmbeddedRedisServer Embedded => _embedded!;

    internal EndPoint Real => new IPEndPoint(IPAddress.Loopback, _real!.Port);

    public async Task InitializeAsync()
    {
        _real = await RedisServerProcess.StartAsync("enable-debug-command yes");
        _embedded = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = 0, EnableDebugCommand = true }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _embedded!.DisposeAsync();
        await _real!.DisposeAsync();
    }

    /// <summary>Asks both, in this order and over one connection each; a line for each command whose replies differ.</summary>
    /// <param name="protocol">The version of RESP.</param>
    /// <param name="commands">What is sent, with the name under which a difference is reported; null: not compared.</param>
    internal async Task<string> CompareAsync(int protocol, IReadOnlyList<(string? Name, string[] Command)> commands)
    {
        await using RawRespClient real = await RawRespClient.ConnectAsync(Real, protocol);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(Embedded.EndPoint, protocol);
        string[][] sent = [.. commands.Select(static command => command.Command)];
        string[] expected = await real.AskAllAsync(sent);
        string[] actual = await embedded.AskAllAsync(sent);

        var differences = new StringBuilder();
        for (int i = 0; i < sent.Length; i++)
        {
            if (commands[i].Name is { } name && Timeless(expected[i]) != Timeless(actual[i]))
            {
                differences.AppendLine($"{name}: {string.Join(' ', sent[i])}")
                    .AppendLine($"  Redis    {Printable(expected[i])}")
                    .AppendLine($"  embedded {Printable(actual[i])}");
            }
        }

        return differences.ToString();
    }

    // Integers that are times of this century in milliseconds: what each server's clock said.
    private static string Timeless(string reply) => Moments().Replace(reply, ":MOMENT\r");

    [GeneratedRegex(":1[0-9]{12}\r")]
    private static partial Regex Moments();

    private static string Printable(string reply) =>
        reply.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
