using System.Runtime.InteropServices;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>
/// Reloads on SIGHUP, which would otherwise end the process. It is there before the configuration is loaded, and a signal during the start is handled at the
/// end of the start: a silo may wait a minute for its membership store.
/// </summary>
internal sealed class HangupReload : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration _registration;
    private Func<CancellationToken, Task<ReloadOutcome>>? _reload;
    private bool _isDue;

    public HangupReload() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        Note();
    });

    /// <summary>Ends the start: reloads now if a signal has come, and at once for every later signal.</summary>
    /// <param name="reload">Reloads, and logs the result.</param>
    public void Begin(Func<CancellationToken, Task<ReloadOutcome>> reload)
    {
        lock (_gate)
        {
            _reload = reload;
            if (_isDue)
            {
                _ = reload(CancellationToken.None);
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
            _ = _reload?.Invoke(CancellationToken.None);
        }
    }
}
