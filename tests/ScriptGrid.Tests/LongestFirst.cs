using ScriptGrid.Tests.Faults;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ScriptGrid.Tests.LongestFirst", "ScriptGrid.Tests")]

namespace ScriptGrid.Tests;

/// <summary>Lets the faults, which take longest and mostly wait, begin before all others, so that these run beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => collection.DisplayName == Promise.TestCollection ? 0 : 1);
}
