using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine;

/// <summary>Lets an exception that nobody expected be logged once for each place in the code and minute.</summary>
internal sealed class DefectLimiter(TimeProvider time)
{
    private const int MaxPlaces = 100;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long ToldAt, int Untold)> _places = new(StringComparer.Ordinal);

    /// <summary>Logs it, if it is to be logged now.</summary>
    public void Tell(ILogger logger, Exception defect, string target)
    {
        if (MayTell(defect, out int untold))
        {
            Log.Defect(logger, defect, target, untold);
        }
    }

    /// <summary>Whether to log it now.</summary>
    /// <param name="defect">The exception.</param>
    /// <param name="untold">How many from the same place were not logged since the last that was.</param>
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
