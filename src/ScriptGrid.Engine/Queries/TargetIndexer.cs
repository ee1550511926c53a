namespace ScriptGrid.Engine.Queries;

/// <summary>Answers queries by walking over all targets.</summary>
internal static class TargetIndexer
{
    /// <summary>The walk yields to collections after this many targets.</summary>
    private const int Stride = 256;

    /// <summary>Returns the index of these targets. They keep their order if the query names none.</summary>
    public static async Task<TargetIndex> IndexAsync(IEnumerable<TargetGlance> targets, TargetQuery query, CancellationToken cancellationToken)
    {
        var matches = new List<IndexedTarget>();
        var facets = new FacetCollector();
        int seen = 0;
        foreach (TargetGlance target in targets)
        {
            facets.Add(target);
            if (query.Filter.Matches(target))
            {
                matches.Add(new IndexedTarget(target.Target, target.Condition, target.Reasons, target.Key));
            }

            if (++seen % Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        return new TargetIndex(TargetIndex.Sort(matches, query), facets.ToFacets());
    }
}
