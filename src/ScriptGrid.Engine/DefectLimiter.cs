using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine;

/// <summary>Limits the logging of unexpected exceptions: one per minute for each place in the code.</summary>
internal sealed class DefectLimiter(TimeProvider time)
{
    private const int MaxPlaces = 100;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long ToldAt, int Untold)> _places = new(StringComparer.Ordinal);

    /// <summary>Logs the exception, unless one from the same place was logged within the last minute.</summary>
    public void Tell(ILogger logger, Exception defect, string target)
    {
        if (MayTell(defect, out int untold))
        {
            Log.Defect(logger, defect, target, untold);
        }
    }

    /// <summary>Returns whether to log the exception now.</summary>
    /// <param name="defect">The exception.</param>
    /// <param name="untold">How many exceptions from the same place were not logged since the last one that was.</param>
    public bool MayTell(Exception defect, out int untold)
    {
        string place = PlaceOf(defect);
        lock (_gate)
        {
            bool isKnown = _places.TryGetValue(place, out (long ToldAt, int Untold) known);
            untold = known.Untold;
            if (isKnown && time.GetElapsedTime(known.ToldAt) < Quiet)
            {
                _places[place] = (known.ToldAt, untold + 1);
                return false;
            }

            if (_places.Count >= MaxPlaces)
            {
                _places.Clear();
            }

            _places[place] = (time.GetTimestamp(), 0);
            return true;
        }
    }

    private static string PlaceOf(Exception defect)
    {
        StackFrame? frame = new StackTrace(defect).GetFrame(0);
        return $"{defect.GetType()} {frame?.GetMethod()?.DeclaringType} {frame?.GetMethod()?.Name} {frame?.GetILOffset()}";
    }
}
