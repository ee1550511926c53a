using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Tells of an outage of the membership store once for each reason, and when it is over. Several watches ask the store, and share this.</summary>
internal sealed class StoreOutage(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("ScriptGrid");
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Notes that the store could not be read.</summary>
    public void Fail(Exception failure)
    {
        string reason = Brief.Of(failure.GetBaseException().Message);
        lock (_gate)
        {
            if (!_told.Add(reason))
            {
                return;
            }
        }

        Log.MembershipUnreadable(_logger, reason);
    }

    /// <summary>Notes that the store was read.</summary>
    public void Read()
    {
        lock (_gate)
        {
            if (_told.Count == 0)
            {
                return;
            }

            _told.Clear();
        }

        Log.MembershipReadable(_logger);
    }
}
