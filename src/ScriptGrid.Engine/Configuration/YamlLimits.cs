using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Limits how much a small file can expand to through nesting, through aliases that repeat values, and through variables.</summary>
internal sealed class YamlLimits
{
    private const int MaxDepth = 16;
    private const int MaxRepeatedNodes = 250_000;
    private const int MaxExpandedCharacters = 16 * 1024 * 1024;

    private int _repeated;
    private int _expanded;

    /// <summary>The number of values so far, including those that aliases repeat.</summary>
    public int Nodes { get; private set; }

    /// <summary>Counts a value that is written out.</summary>
    public void Enter(NodeEvent node, int depth)
    {
        Nodes++;
        if (depth > MaxDepth)
        {
            throw new SemanticErrorException(node.Start, node.End, "lists and sections are nested too deeply");
        }
    }

    /// <summary>Counts the values that an alias repeats.</summary>
    public void Repeat(AnchorAlias alias, int nodes)
    {
        Nodes += nodes;
        _repeated += nodes;
        if (_repeated > MaxRepeatedNodes)
        {
            throw new SemanticErrorException(alias.Start, alias.End, $"aliases repeat more than {MaxRepeatedNodes} values");
        }
    }

    /// <summary>Counts the characters that variables add to a value.</summary>
    public void Expand(Scalar scalar, int characters)
    {
        _expanded += Math.Max(0, characters);
        if (_expanded > MaxExpandedCharacters)
        {
            throw new SemanticErrorException(scalar.Start, scalar.End, "variables make the file too long");
        }
    }
}
