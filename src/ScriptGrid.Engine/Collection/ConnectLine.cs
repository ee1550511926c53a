using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Engine.Collection;

/// <summary>Two queues that are served alternately: one for targets that were well, one for targets that were down. Each is first in, first out.</summary>
internal sealed class ConnectLine<T>
{
    private readonly Queue<T> _well = new();
    private readonly Queue<T> _down = new();
    private bool _isTurnOfDown;

    /// <summary>Whether both queues are empty.</summary>
    public bool IsEmpty => _well.Count + _down.Count == 0;

    /// <summary>Adds an item to one of the queues.</summary>
    public void Add(T one, bool isDown) => (isDown ? _down : _well).Enqueue(one);

    /// <summary>Takes the next item; returns false if there is none.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T next)
    {
        _isTurnOfDown = !_isTurnOfDown;
        return (_isTurnOfDown ? _down : _well).TryDequeue(out next) || (_isTurnOfDown ? _well : _down).TryDequeue(out next);
    }
}
