using Microsoft.AspNetCore.Connections;

namespace ScriptGrid.Engine.Http;

/// <summary>One HTTP connection: whether it has a request under way, and if not, since when.</summary>
internal sealed class WebConnection(ConnectionContext context, TimeProvider time)
{
    private volatile bool _isBusy;

    /// <summary>Whether no request is under way.</summary>
    public bool IsIdle => !_isBusy;

    /// <summary>When it was opened or its last request ended, as a timestamp.</summary>
    public long IdleSince { get; private set; } = time.GetTimestamp();

    /// <summary>A request has come.</summary>
    public void Begin() => _isBusy = true;

    /// <summary>It was answered.</summary>
    public void End()
    {
        IdleSince = time.GetTimestamp();
        _isBusy = false;
    }

    /// <summary>Closes the connection at once.</summary>
    public void Close() => context.Abort(new ConnectionAbortedException("Another connection needs the place of this one, which is idle."));
}
