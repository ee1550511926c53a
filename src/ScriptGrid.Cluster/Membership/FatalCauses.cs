namespace ScriptGrid.Cluster.Membership;

/// <summary>Why Orleans cannot go on.</summary>
internal enum FatalCause
{
    /// <summary>Any other reason.</summary>
    Other,

    /// <summary>The other silos have given this one up.</summary>
    GivenUp,

    /// <summary>The membership was lost with the silo that kept it, and begins anew without this silo.</summary>
    RowLost,
}

/// <summary>Recognizes why Orleans cannot go on, by its own words: it has no other sign.</summary>
internal static class FatalCauses
{
    private const string GivenUpWords = "told I am dead";
    private const string RowLostWords = "membership table version decreased";

    /// <summary>Returns the cause.</summary>
    /// <param name="context">Where Orleans met it.</param>
    /// <param name="exception">What it met; null if it decided itself.</param>
    public static FatalCause Of(string? context, Exception? exception) =>
        Says(context, exception, RowLostWords) ? FatalCause.RowLost
        : Says(context, exception, GivenUpWords) ? FatalCause.GivenUp
        : FatalCause.Other;

    private static bool Says(string? context, Exception? exception, string words)
    {
        bool isSaid = context?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? false;
        for (Exception? cause = exception; cause is not null && !isSaid; cause = cause.InnerException)
        {
            isSaid = cause.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
        }

        return isSaid;
    }
}
