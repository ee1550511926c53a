namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Bytes that came from a connection and were not used yet. It grows with what came, whatever was promised.</summary>
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

    /// <summary>Marks bytes as used.</summary>
    internal void Skip(int count) => _start += count;

    /// <summary>Says how many bytes were put into what <see cref="TryFree"/> gave.</summary>
    internal void Fill(int count) => _end += count;

    /// <summary>Room for the next bytes: towards as many as are wanted to finish a command, but never for much more than twice of what has come.</summary>
    /// <returns>False where the server may not hold so many.</returns>
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

    /// <summary>Gives back what a large request took, once it was used.</summary>
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

    /// <summary>Gives all memory back.</summary>
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
