namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Limits the depth and the number of steps of a search for one answer, because names may refer to names that refer to other names.</summary>
internal sealed class Effort
{
    private const int MaxDepth = 64;
    private const int MaxSteps = 4_000;

    private int _depth;
    private int _steps;

    /// <summary>Does one more step. Returns <paramref name="otherwise"/> if a limit is reached.</summary>
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
