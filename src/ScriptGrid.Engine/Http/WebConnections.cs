using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Http;

/// <summary>
/// The open HTTP connections, limited by the available file descriptors. At the limit, a new connection replaces the one that has been idle longest;
/// if none is idle, the new one is refused.
/// </summary>
internal sealed class WebConnections(TimeProvider time, ILogger<WebConnections> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<WebConnection> _open = [];
    private long? _toldAt;

    /// <summary>The largest number of open connections.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>The number of open connections.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Adds a connection; returns false if there is no room for it.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="isShort">Whether descriptors are short, so that there is no room even below the limit.</param>
    public bool TryAdd(ConnectionContext context, bool isShort = false)
    {
        var connection = new WebConnection(context, time);
        WebConnection? idlest;
        int before;
        bool isFull;
        bool isAdded;
        lock (_gate)
        {
            before = _open.Count;
            isFull = isShort || before >= Limit;
            idlest = isFull ? _open.Where(static open => open.IsIdle).MinBy(static open => open.IdleSince) : null;
            isAdded = !isFull || (idlest is not null && _open.Remove(idlest));
            if (isAdded)
            {
                _open.Add(connection);
            }
        }

        context.Features.Set(connection);
        idlest?.Close();
        if (isFull)
        {
            TellOfLimit(before);
        }

        return isAdded;
    }

    /// <summary>Serves a connection, and removes it when it has ended.</summary>
    public async Task CountAsync(ConnectionContext context, ConnectionDelegate serve)
    {
        try
        {
            await serve(context);
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(context.Features.Get<WebConnection>()!);
            }
        }
    }

    private void TellOfLimit(int open)
    {
        lock (_gate)
        {
            if (_toldAt is { } told && time.GetElapsedTime(told) < Quiet)
            {
                return;
            }

            _toldAt = time.GetTimestamp();
        }

        Log.ConnectionsAtLimit(logger, open);
    }
}
