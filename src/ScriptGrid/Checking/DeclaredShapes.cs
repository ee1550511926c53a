using System.Collections.Immutable;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Checking;

/// <summary>What a script declares, as the linter takes it to look at rows.</summary>
internal static class DeclaredShapes
{
    /// <summary>The rows of a script; null where a declaration is faulty, so that rows are not held against what is left.</summary>
    /// <param name="text">Its text, whose leading comments declare.</param>
    /// <param name="metrics">What is declared of it elsewhere.</param>
    public static RowDeclarations? Of(ReadOnlyMemory<byte> text, IEnumerable<MetricDeclaration> metrics)
    {
        MetricDeclaration?[] own =
        [
            .. ScriptDirectives.Read(text)
                .Where(static directive => directive.IsLeading && ScriptDirectives.LineOf(directive.Text) is null)
                .Select(static directive => MetricDeclarationText.Parse(directive.Text, out _)),
        ];
        if (own.Contains(null))
        {
            return null;
        }

        ImmutableArray<MetricDeclaration> all = [.. own.OfType<MetricDeclaration>(), .. metrics];
        return new RowDeclarations(DeclaredRows.Of(all, [], []).Names.ToDictionary(static name => name.Name, ShapeOf), ParseNumber);
    }

    private static RowShape ShapeOf(RowName name) =>
        new(name.Declaration.Labels, name.HasBound ? name.Declaration.BoundLabel : null, name.Kind != RowKind.Info);

    private static double? ParseNumber(ReadOnlyMemory<byte> text) => NumberParser.TryParse(text.Span, out double value) ? value : null;
}
