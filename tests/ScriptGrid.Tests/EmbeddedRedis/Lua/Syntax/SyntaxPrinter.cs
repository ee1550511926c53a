using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

/// <summary>Prints a syntax tree as source, with every operation in parentheses that the tree does not hold, so that the text tells the tree.</summary>
internal sealed partial class SyntaxPrinter
{
    private readonly StringBuilder _text = new();

    public static string Print(FunctionBody script)
    {
        var printer = new SyntaxPrinter();
        printer.Block(script.Body);
        return printer._text.ToString();
    }

    private void Block(Block block)
    {
        foreach (Statement statement in block.Statements)
        {
            Statement(statement);
            _text.Append(";\n");
        }
    }

    private void Statement(Statement statement)
    {
        switch (statement)
        {
            case LocalStatement local:
                _text.Append("local ").AppendJoin(", ", local.Variables.Select(variable => variable.Name));
                if (local.Values.Count > 0)
                {
                    _text.Append(" = ");
                    List(local.Values);
                }

                break;
            case AssignmentStatement assignment:
                List(assignment.Targets);
                _text.Append(" = ");
                List(assignment.Values);
                break;
            case CallStatement call:
                Expression(call.Call);
                break;
            case DoStatement block:
                _text.Append("do\n");
                Block(block.Body);
                _text.Append("end");
                break;
            case IfStatement branch:
                If(branch);
                break;
            case FunctionStatement function:
                _text.Append("function ");
                Function(function);
                break;
            case LocalFunctionStatement function:
                _text.Append("local function ").Append(function.Variable.Name);
                Body(function.Body, isMethod: false);
                break;
            case ReturnStatement result:
                _text.Append("return ");
                List(result.Values);
                break;
            case BreakStatement:
                _text.Append("break");
                break;
            default:
                Loop(statement);
                break;
        }
    }

    private void Loop(Statement statement)
    {
        switch (statement)
        {
            case WhileStatement loop:
                _text.Append("while ");
                Expression(loop.Condition);
                Do(loop.Body);
                break;
            case RepeatStatement loop:
                _text.Append("repeat\n");
                Block(loop.Body);
                _text.Append("until ");
                Expression(loop.Condition);
                break;
            case NumericForStatement loop:
                _text.Append("for ").Append(loop.Variable.Name).Append(" = ");
                List(loop.Step is null ? [loop.Start, loop.Limit] : [loop.Start, loop.Limit, loop.Step]);
                Do(loop.Body);
                break;
            case GenericForStatement loop:
                _text.Append("for ").AppendJoin(", ", loop.Variables.Select(variable => variable.Name)).Append(" in ");
                List(loop.Values);
                Do(loop.Body);
                break;
        }
    }

    private void Do(Block body)
    {
        _text.Append(" do\n");
        Block(body);
        _text.Append("end");
    }

    private void If(IfStatement branch)
    {
        string word = "if ";
        foreach (IfClause clause in branch.Clauses)
        {
            _text.Append(word);
            Expression(clause.Condition);
            _text.Append(" then\n");
            Block(clause.Body);
            word = "elseif ";
        }

        if (branch.Else is { } otherwise)
        {
            _text.Append("else\n");
            Block(otherwise);
        }

        _text.Append("end");
    }

    /// <summary>A method is printed as a field with self among the parameters: the same tree.</summary>
    private void Function(FunctionStatement function)
    {
        bool isMethod = function.Body.Parameters is [{ Name: var first }, ..] && first.ToString() == "self";
        string name = Name(function.Target);
        int dot = name.LastIndexOf('.');
        _text.Append(isMethod && dot > 0 ? $"{name[..dot]}:{name[(dot + 1)..]}" : name);
        Body(function.Body, isMethod && dot > 0);
    }

    private static string Name(Expression target)
    {
        var names = new Stack<string>();
        while (target is IndexExpression index)
        {
            names.Push(((StringExpression)index.Key).Value.ToString());
            target = index.Target;
        }

        names.Push(((NameExpression)target).Name.ToString());
        return string.Join('.', names);
    }

    private void Body(FunctionBody function, bool isMethod)
    {
        IEnumerable<string> names = function.Parameters.Skip(isMethod ? 1 : 0).Select(parameter => parameter.Name.ToString());
        _text.Append('(').AppendJoin(", ", function.IsVararg ? names.Append("...") : names).Append(")\n");
        Block(function.Body);
        _text.Append("end");
    }
}
