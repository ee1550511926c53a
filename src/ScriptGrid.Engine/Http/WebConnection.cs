using Microsoft.AspNetCore.Connections;

namespace ScriptGrid.Engine.Http;

/// <summary>One HTTP connection: whether it has requests under way, and if not, since when. HTTP/2 has several at once.</summary>
internal sealed class WebConnection(ConnectionContext context, TimeProvider time)
{
    private int _requests;

    /// <summary>Whether no request is under way.</summary>
    public bool IsIdle => Volatile.Read(ref _requests) == 0;

    /// <summary>When it was opened or its last request ended, as a timestamp.</summary>
    public long IdleSince { get; private set; } = time.GetTimestamp();

    /// <summary>The mark of the last login over it that was right; null before there was one. Another login over it is as one over a new connection.</summary>
    public byte[]? LoginMark { get; set; }

    /// <summary>A request has come.</summary>
    public void Begin() => Interlocked.Increment(ref _requests);

    /// <summary>It was answered.</summary>
    public void End()
    {
        IdleSince = time.GetTimestamp();
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>Closes the connection at once.</summary>
    public void Close() => context.Abort(new ConnectionAbortedException("Another connection needs the place of this one, which is idle."));
}
