using System.Runtime.InteropServices;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>Reloads on SIGHUP, which would otherwise end the process. A signal during the start is handled at the end of the start.</summary>
internal sealed class HangupReload : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<CancellationToken, Task<ReloadOutcome>> _reload;
    private readonly PosixSignalRegistration _registration;
    private bool _hasBegun;
    private bool _isDue;

    /// <param name="reload">Reloads, and logs the result.</param>
    public HangupReload(Func<CancellationToken, Task<ReloadOutcome>> reload)
    {
        _reload = reload;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Note();
        });
    }

    /// <summary>Ends the start: reloads now if a signal has come, and at once for every later signal.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _hasBegun = true;
            if (_isDue)
            {
                _ = _reload(CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    private void Note()
    {
        lock (_gate)
        {
            _isDue = true;
            if (_hasBegun)
            {
                _ = _reload(CancellationToken.None);
            }
        }
    }
}
