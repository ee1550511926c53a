namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>
/// The bytes of a connection that were received and not yet consumed. The buffer grows with the bytes received, not with the sizes that a client announces.
/// </summary>
internal sealed class InputBuffer(BufferBudget budget)
{
    private const int InitialBytes = 4 * 1024;
    private const int KeptBytes = 64 * 1024;
    private const int LargeBytes = 1024 * 1024;
    private const int MinFree = 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    internal ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Marks bytes as consumed.</summary>
    internal void Skip(int count) => _start += count;

    /// <summary>Notes how many bytes were written to the room that <see cref="TryFree"/> returned.</summary>
    internal void Fill(int count) => _end += count;

    /// <summary>Makes room for the next bytes: up to what is wanted to finish a command, but never much more than twice what was received.</summary>
    /// <returns>False if the budget does not allow it.</returns>
    internal bool TryFree(int wanted, out Memory<byte> room)
    {
        int unread = _end - _start;
        if (unread == 0)
        {
            _start = _end = 0;
            if (_bytes.Length > KeptBytes)
            {
                Drop();
            }
        }

        int needed = Math.Clamp(wanted - unread, MinFree, Math.Max(unread, KeptBytes));
        long usual = wanted > unread ? 0 : 2L * _bytes.Length;
        bool isFree = _bytes.Length - _end >= needed || TryMakeRoom(unread, needed, usual);
        room = isFree ? _bytes.AsMemory(_end) : default;
        return isFree;
    }

    /// <summary>Returns the memory of a large request to the budget once the request is consumed.</summary>
    internal void Trim()
    {
        if (_bytes.Length > LargeBytes && _end - _start <= KeptBytes)
        {
            byte[] rest = Unread.ToArray();
            budget.Give(_bytes.Length - rest.Length);
            _bytes = rest;
            (_start, _end) = (0, rest.Length);
        }
    }

    /// <summary>Frees all memory.</summary>
    internal void Drop()
    {
        budget.Give(_bytes.Length);
        _bytes = [];
        _start = _end = 0;
    }

    private bool TryMakeRoom(int unread, int needed, long usual)
    {
        long size = Math.Max((long)unread + needed, _start > 0 && unread <= _bytes.Length / 2 ? _bytes.Length : usual);
        byte[] target = _bytes;
        if (size > _bytes.Length)
        {
            size = Math.Min(Math.Max(size, InitialBytes), Array.MaxLength);
            if (!budget.TryTake(size - _bytes.Length))
            {
                return false;
            }

            target = GC.AllocateUninitializedArray<byte>((int)size);
        }

        Buffer.BlockCopy(_bytes, _start, target, 0, unread);
        _bytes = target;
        _start = 0;
        _end = unread;
        return true;
    }
}
