namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Bytes that came from a connection and were not used yet.</summary>
internal sealed class InputBuffer
{
    private const int InitialBytes = 4 * 1024;
    private const int KeptBytes = 64 * 1024;
    private const int MinFree = 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    internal ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Marks bytes as used.</summary>
    internal void Skip(int count) => _start += count;

    /// <summary>Says how many bytes were put into what <see cref="Free"/> gave.</summary>
    internal void Fill(int count) => _end += count;

    /// <summary>Room for the next bytes: at least as many as are wanted to finish a command.</summary>
    internal Memory<byte> Free(int wanted)
    {
        int unread = _end - _start;
        if (unread == 0)
        {
            _start = _end = 0;
            if (_bytes.Length > KeptBytes)
            {
                _bytes = [];
            }
        }

        int needed = Math.Max(wanted - unread, MinFree);
        if (_bytes.Length - _end < needed)
        {
            MakeRoom(unread, needed);
        }

        return _bytes.AsMemory(_end);
    }

    private void MakeRoom(int unread, int needed)
    {
        long size = Math.Max((long)unread + needed, _start > 0 && unread <= _bytes.Length / 2 ? _bytes.Length : 2L * _bytes.Length);
        byte[] target = size <= _bytes.Length ? _bytes : new byte[Math.Min(Math.Max(size, InitialBytes), Array.MaxLength)];
        Buffer.BlockCopy(_bytes, _start, target, 0, unread);
        _bytes = target;
        _start = 0;
        _end = unread;
    }
}
