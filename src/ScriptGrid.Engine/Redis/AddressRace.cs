using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Connects to the first of a host name's addresses that answers. It tries the next address when one fails, or has not answered within 250 ms, and
/// alternates between the address families: RFC 8305, "Happy Eyeballs".
/// </summary>
internal static class AddressRace
{
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns the connected socket, or why no address could be connected to.</summary>
    /// <param name="addresses">The name's addresses, in the order of the resolver.</param>
    /// <param name="port">The port.</param>
    /// <param name="time">The clock for the 250 ms.</param>
    /// <param name="isGivenUp">Whether nobody waits for the connection any longer.</param>
    /// <param name="poller">Notifies the socket of its events; null leaves that to .NET.</param>
    public static async Task<(IDisposable? Socket, Failure? Failure)> RunAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider time, Func<bool> isGivenUp, SocketPoller? poller)
    {
        var waiting = new Queue<IPAddress>(Order(addresses));
        var attempts = new List<ConnectAttempt>();
        var failures = new List<(IPAddress Address, SocketError Error)>();
        IDisposable? connected = null;
        while (connected is null && attempts.Count + waiting.Count > 0 && !isGivenUp())
        {
            if (waiting.TryDequeue(out IPAddress? address))
            {
                attempts.Add(ConnectAttempt.Start(new IPEndPoint(address, port), poller));
            }

            await FirstEndAsync(attempts, time).ConfigureAwait(false);
            foreach (ConnectAttempt ended in attempts.Where(static attempt => attempt.Outcome.IsCompleted).ToArray())
            {
                attempts.Remove(ended);
                SocketError error = await ended.Outcome.ConfigureAwait(false);
                if (error == SocketError.Success && connected is null)
                {
                    connected = ended.Socket;
                }
                else
                {
                    ended.GiveUp();
                    failures.Add((((IPEndPoint)ended.RemoteEndPoint!).Address, error));
                }

                ended.Dispose();
            }
        }

        foreach (ConnectAttempt late in attempts)
        {
            late.GiveUp();
            late.Dispose();
        }

        return (connected, connected is null ? Describe(failures) : null);
    }

    /// <summary>Returns the addresses in the order in which they are tried: the families alternate, beginning with that of the first address.</summary>
    public static IEnumerable<IPAddress> Order(IReadOnlyList<IPAddress> addresses)
    {
        ILookup<bool, IPAddress> families = addresses.ToLookup(address => address.AddressFamily == addresses[0].AddressFamily);
        IPAddress[] first = [.. families[true]];
        IPAddress[] second = [.. families[false]];
        for (int i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            foreach (IPAddress address in first.Skip(i).Take(1).Concat(second.Skip(i).Take(1)))
            {
                yield return address;
            }
        }
    }

    private static async Task FirstEndAsync(List<ConnectAttempt> attempts, TimeProvider time)
    {
        using var stop = new CancellationTokenSource();
        await Task.WhenAny([.. attempts.Select(static attempt => attempt.Outcome), Task.Delay(HeadStart, time, stop.Token)]).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private static Failure Describe(List<(IPAddress Address, SocketError Error)> failures)
    {
        string[] words = [.. failures.Select(static failure => SocketErrors.Describe(failure.Error)).Distinct()];
        return Failure.Lost(words switch
        {
            [] => SocketErrors.Describe(SocketError.OperationAborted),
            [var one] => one,
            _ => string.Join("; ", failures.Select(static failure => $"{failure.Address}: {SocketErrors.Describe(failure.Error)}")),
        });
    }
}
