using System.Collections.Immutable;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Checking;

/// <summary>Converts the metrics that a script declares to the form in which the linter compares rows with them.</summary>
internal static class DeclaredShapes
{
    /// <summary>Returns the rows of a script; null if a declaration is faulty, so that rows are not compared with the remaining ones.</summary>
    /// <param name="text">The script's text, whose leading comments declare metrics.</param>
    /// <param name="metrics">Metrics of the script that are declared elsewhere.</param>
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
