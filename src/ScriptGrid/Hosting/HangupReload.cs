using System.Runtime.InteropServices;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>Reloads on SIGHUP, which would end the process otherwise. One that comes during the start is heeded at its end.</summary>
internal sealed class HangupReload : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<CancellationToken, Task<ReloadOutcome>> _reload;
    private readonly PosixSignalRegistration _registration;
    private bool _hasBegun;
    private bool _isDue;

    /// <param name="reload">Reloads, and logs what becomes of it.</param>
    public HangupReload(Func<CancellationToken, Task<ReloadOutcome>> reload)
    {
        _reload = reload;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Note();
        });
    }

    /// <summary>The start is over.</summary>
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
