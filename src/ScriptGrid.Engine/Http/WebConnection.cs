using Microsoft.AspNetCore.Connections;

namespace ScriptGrid.Engine.Http;

/// <summary>One HTTP connection: whether requests are under way on it, and if not, since when. HTTP/2 can have several at once.</summary>
internal sealed class WebConnection(ConnectionContext context, TimeProvider time)
{
    private int _requests;

    /// <summary>Whether no request is under way.</summary>
    public bool IsIdle => Volatile.Read(ref _requests) == 0;

    /// <summary>When it was opened or its last request ended, as a timestamp.</summary>
    public long IdleSince { get; private set; } = time.GetTimestamp();

    /// <summary>
    /// The mark of the last successful login over this connection; null before the first. A different login is treated as on a new connection.
    /// </summary>
    public byte[]? LoginMark { get; set; }

    /// <summary>Counts a request that has arrived.</summary>
    public void Begin() => Interlocked.Increment(ref _requests);

    /// <summary>Counts a request that has been answered.</summary>
    public void End()
    {
        IdleSince = time.GetTimestamp();
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>Closes the connection at once.</summary>
    public void Close() => context.Abort(new ConnectionAbortedException("This idle connection was closed to make room for another."));
}
