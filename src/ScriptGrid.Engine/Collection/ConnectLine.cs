using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Engine.Collection;

/// <summary>Two lines that take turns: those that were well, and those that were down. Each is served in the order in which they came.</summary>
internal sealed class ConnectLine<T>
{
    private readonly Queue<T> _well = new();
    private readonly Queue<T> _down = new();
    private bool _isTurnOfDown;

    /// <summary>Whether nobody stands in line.</summary>
    public bool IsEmpty => _well.Count + _down.Count == 0;

    /// <summary>Lets somebody stand in line.</summary>
    public void Add(T one, bool isDown) => (isDown ? _down : _well).Enqueue(one);

    /// <summary>Takes whose turn it is.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T next)
    {
        _isTurnOfDown = !_isTurnOfDown;
        return (_isTurnOfDown ? _down : _well).TryDequeue(out next) || (_isTurnOfDown ? _well : _down).TryDequeue(out next);
    }
}
