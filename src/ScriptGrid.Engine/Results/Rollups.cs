namespace ScriptGrid.Engine.Results;

/// <summary>Merges each key of a script over all targets.</summary>
internal static class Rollups
{
    /// <summary>Digests of one script's keys over the results of many targets.</summary>
    public static Dictionary<string, Digest> Merge(IEnumerable<ScriptResults> results, TimeSpan now)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (ScriptResults result in results)
        {
            foreach (KeyedValue value in result.ReadValues(now))
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(digests, value.Key, out _).Add(value.Value);
            }
        }

        return digests;
    }
}
