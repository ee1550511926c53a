using System.Runtime.CompilerServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>What is known about a reply after the bytes that came so far.</summary>
internal enum FrameStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The reply is complete.</summary>
    Complete,

    /// <summary>The bytes are not RESP.</summary>
    Invalid,

    /// <summary>The reply is larger than allowed, or announces that it will be.</summary>
    TooLarge,

    /// <summary>The reply is nested deeper than allowed.</summary>
    TooDeep,
}

/// <summary>
/// Finds the end of one RESP2 or RESP3 reply in bytes that arrive piece by piece. It reads each byte once, however the pieces are cut, and never allocates
/// for a length that is only announced. Within a reply, an out-of-band message does not count as an element; elsewhere it is a message of its own.
/// </summary>
/// <remarks>Types and lengths follow the RESP specification, https://redis.io/docs/latest/develop/reference/protocol-spec/.</remarks>
internal struct RespFramer
{
    /// <summary>How deep arrays and maps may be nested. Redis' own Lua conversion stops near this depth on most stacks.</summary>
    public const int MaxDepth = 32;

    private Levels _remaining;
    private int _depth;
    private int _position;
    private int _searched;

    /// <summary>The length of the reply in bytes, once it is complete.</summary>
    public readonly int Length => _position;

    /// <summary>Continues to read in <paramref name="bytes"/>, which holds everything that arrived since the reply began.</summary>
    public FrameStatus Advance(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        while (true)
        {
            FrameStatus element = ReadElement(bytes, maxBytes, out bool isOpen);
            if (element != FrameStatus.Complete)
            {
                return element == FrameStatus.Incomplete && bytes.Length >= maxBytes ? FrameStatus.TooLarge : element;
            }

            if (!isOpen && CloseElement())
            {
                return _position > maxBytes ? FrameStatus.TooLarge : FrameStatus.Complete;
            }
        }
    }

    private FrameStatus ReadElement(ReadOnlySpan<byte> bytes, int maxBytes, out bool isOpen)
    {
        isOpen = false;
        if (_position >= bytes.Length)
        {
            return FrameStatus.Incomplete;
        }

        switch (bytes[_position])
        {
            case (byte)'+' or (byte)'-' or (byte)':' or (byte)'_' or (byte)'#' or (byte)',' or (byte)'(':
                return ReadLine(bytes);
            case (byte)'$' or (byte)'=' or (byte)'!':
                return ReadBulk(bytes, maxBytes);
            case (byte)'*' or (byte)'~' or (byte)'>':
                return ReadAggregate(bytes, 1, maxBytes, out isOpen);
            case (byte)'%' or (byte)'|':
                return ReadAggregate(bytes, 2, maxBytes, out isOpen);
            default:
                return FrameStatus.Invalid;
        }
    }

    private FrameStatus ReadLine(ReadOnlySpan<byte> bytes)
    {
        int from = Math.Max(_position, _searched);
        int found = bytes[from..].IndexOf("\r\n"u8);
        if (found < 0)
        {
            _searched = Math.Max(_position, bytes.Length - 1);
            return FrameStatus.Incomplete;
        }

        ReadOnlySpan<byte> line = bytes[_position..(from + found)];
        if (line[0] == (byte)'#' && line is not ([_, (byte)'t'] or [_, (byte)'f']))
        {
            return FrameStatus.Invalid;
        }

        _position = from + found + 2;
        return FrameStatus.Complete;
    }

    private FrameStatus ReadBulk(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        FrameStatus header = RespLength.Read(bytes, _position + 1, out long length, out int start);
        if (header != FrameStatus.Complete)
        {
            return header;
        }

        if (length < 0)
        {
            _position = start;
            return FrameStatus.Complete;
        }

        if (start + length + 2 > maxBytes)
        {
            return FrameStatus.TooLarge;
        }

        int end = start + (int)length;
        if (bytes.Length < end + 2)
        {
            return FrameStatus.Incomplete;
        }

        if (bytes[end] != '\r' || bytes[end + 1] != '\n')
        {
            return FrameStatus.Invalid;
        }

        _position = end + 2;
        return FrameStatus.Complete;
    }

    private FrameStatus ReadAggregate(ReadOnlySpan<byte> bytes, int perElement, int maxBytes, out bool isOpen)
    {
        isOpen = false;
        FrameStatus header = RespLength.Read(bytes, _position + 1, out long count, out int start);
        if (header != FrameStatus.Complete)
        {
            return header;
        }

        if (_depth > 0 && RespReader.IsAside(bytes[_position]))
        {
            // An out-of-band message stands between the elements of an aggregate, and is not one of them.
            _remaining[_depth - 1]++;
        }

        _position = start;
        if (count <= 0)
        {
            return FrameStatus.Complete;
        }

        // Every element has at least three bytes.
        if (count * perElement > maxBytes / 3)
        {
            return FrameStatus.TooLarge;
        }

        if (_depth == MaxDepth)
        {
            return FrameStatus.TooDeep;
        }

        _remaining[_depth++] = (int)count * perElement;
        isOpen = true;
        return FrameStatus.Complete;
    }

    /// <summary>Counts an element as read, and closes the aggregates that it completes. Returns true if none is left open.</summary>
    private bool CloseElement()
    {
        while (_depth > 0 && --_remaining[_depth - 1] == 0)
        {
            _depth--;
        }

        return _depth == 0;
    }

    [InlineArray(MaxDepth)]
    private struct Levels
    {
        private int _first;
    }
}
