using System.Globalization;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

/// <summary>Expressions.</summary>
internal sealed partial class SyntaxPrinter
{
    private void List(IReadOnlyList<Expression> expressions)
    {
        string separator = "";
        foreach (Expression expression in expressions)
        {
            _text.Append(separator);
            Expression(expression);
            separator = ", ";
        }
    }

    private void Expression(Expression expression)
    {
        switch (expression)
        {
            case NilExpression:
                _text.Append("nil");
                break;
            case BooleanExpression boolean:
                _text.Append(boolean.Value ? "true" : "false");
                break;
            case NumberExpression number:
                _text.Append(double.IsInfinity(number.Value) ? "1e999" : number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case StringExpression text:
                Text(text.Value);
                break;
            case VarargExpression:
                _text.Append("...");
                break;
            case NameExpression name:
                _text.Append(name.Name);
                break;
            case FunctionExpression function:
                _text.Append("function");
                Body(function.Body, isMethod: false);
                break;
            case ParenthesizedExpression parenthesized:
                _text.Append('(');
                Expression(parenthesized.Inner);
                _text.Append(')');
                break;
            case TableExpression table:
                Table(table);
                break;
            default:
                Compound(expression);
                break;
        }
    }

    private void Compound(Expression expression)
    {
        switch (expression)
        {
            case IndexExpression index:
                Expression(index.Target);
                _text.Append('[');
                Expression(index.Key);
                _text.Append(']');
                break;
            case CallExpression call:
                Expression(call.Target);
                _text.Append('(');
                List(call.Arguments);
                _text.Append(')');
                break;
            case MethodCallExpression call:
                Expression(call.Target);
                _text.Append(':').Append(call.Name).Append('(');
                List(call.Arguments);
                _text.Append(')');
                break;
            case UnaryExpression unary:
                _text.Append(unary.Operator switch { UnaryOperator.Negate => "- ", UnaryOperator.Not => "not ", _ => "#" });
                Expression(unary.Operand);
                break;
            case BinaryExpression binary:
                Expression(binary.Left);
                _text.Append(' ').Append(Spell(binary.Operator)).Append(' ');
                Expression(binary.Right);
                break;
        }
    }

    private void Table(TableExpression table)
    {
        _text.Append('{');
        foreach (TableField field in table.Fields)
        {
            if (field.Key is { } key)
            {
                _text.Append('[');
                Expression(key);
                _text.Append("] = ");
            }

            Expression(field.Value);
            _text.Append(", ");
        }

        _text.Append('}');
    }

    private void Text(LuaString text)
    {
        _text.Append('"');
        foreach (byte character in text.Span)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\\{character:000}");
        }

        _text.Append('"');
    }

    private static string Spell(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "~=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Concat => "..",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        _ => "^",
    };
}
