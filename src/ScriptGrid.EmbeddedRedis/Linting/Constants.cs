using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Evaluates expressions as far as their values are known before the script runs.</summary>
internal static class Constants
{
    /// <summary>Returns the texts that an expression can be; none if any of them is unknown.</summary>
    internal static IReadOnlyList<string> Texts(Expression expression, ScriptFacts facts)
    {
        var texts = new List<string>();
        return TryCollect(expression, facts, texts, new Effort()) ? texts : [];
    }

    /// <summary>Returns the only text that an expression can be; null if it is unknown or there are several.</summary>
    internal static string? Text(Expression expression, ScriptFacts facts) =>
        Texts(expression, facts) is [var text] ? text : null;

    /// <summary>Returns the number that an expression is, even if it is a text that holds a number or computed from constants; null if it is unknown.</summary>
    internal static double? Number(Expression expression, ScriptFacts facts) => Number(expression, facts, new Effort());

    private static double? Number(Expression expression, ScriptFacts facts, Effort effort) => effort.Step(null, () => facts.Resolve(expression) switch
    {
        NumberExpression number => number.Value,
        UnaryExpression { Operator: UnaryOperator.Negate } negated => -Number(negated.Operand, facts, effort),
        StringExpression text when LuaNumber.TryParse(text.Value.Span, out double number) => number,
        BinaryExpression binary when Number(binary.Left, facts, effort) is { } left && Number(binary.Right, facts, effort) is { } right =>
            Compute(binary.Operator, left, right),
        _ => null,
    });

    private static double? Compute(BinaryOperator operation, double left, double right) => operation switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Power => Math.Pow(left, right),
        _ => null,
    };

    /// <summary>Whether a condition is always true or always false; null if it depends.</summary>
    internal static bool? Truth(Expression expression, ScriptFacts facts) => Truth(expression, facts, new Effort());

    private static bool? Truth(Expression expression, ScriptFacts facts, Effort effort) => effort.Step(null, () => facts.Resolve(expression) switch
    {
        NilExpression => false,
        BooleanExpression boolean => boolean.Value,
        NumberExpression or StringExpression or TableExpression or FunctionExpression => true,
        UnaryExpression { Operator: UnaryOperator.Not } not => !Truth(not.Operand, facts, effort),
        BinaryExpression { Operator: BinaryOperator.And } both =>
            Truth(both.Left, facts, effort) & Truth(both.Right, facts, effort),
        BinaryExpression { Operator: BinaryOperator.Or } either =>
            Truth(either.Left, facts, effort) | Truth(either.Right, facts, effort),
        BinaryExpression { Operator: BinaryOperator.Equal, Left: NumberExpression left, Right: NumberExpression right } =>
            (bool?)(left.Value == right.Value),
        _ => null,
    });

    private static bool TryCollect(Expression expression, ScriptFacts facts, List<string> texts, Effort effort) =>
        effort.Step(false, () => facts.Resolve(expression) switch
        {
            StringExpression text => Add(texts, text),
            BinaryExpression { Operator: BinaryOperator.And } both => TryCollect(both.Right, facts, texts, effort),
            BinaryExpression { Operator: BinaryOperator.Or } either =>
                TryCollect(either.Left, facts, texts, effort) && TryCollect(either.Right, facts, texts, effort),
            NameExpression { Variable: { } variable } => facts.DefinitionsOf(variable) is { Count: > 0 } definitions
                && definitions.All(definition => definition.Value is StringExpression text && Add(texts, text)),
            _ => false,
        });

    private static bool Add(List<string> texts, StringExpression text)
    {
        texts.Add(text.Value.ToString());
        return true;
    }
}
