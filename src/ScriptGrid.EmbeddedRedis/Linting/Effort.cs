namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Bounds the search for one answer, since names may stand for names that stand for names, in depth and in number.</summary>
internal sealed class Effort
{
    private const int MaxDepth = 64;
    private const int MaxSteps = 4_000;

    private int _depth;
    private int _steps;

    /// <summary>Does one more step, or gives what holds where the search is given up.</summary>
    internal T Step<T>(T otherwise, Func<T> work)
    {
        if (_depth >= MaxDepth || ++_steps > MaxSteps)
        {
            return otherwise;
        }

        _depth++;
        var result = work();
        _depth--;
        return result;
    }
}
