using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace ScriptGrid.Redis;

/// <summary>What is known of a reply after the bytes that came so far.</summary>
internal enum FrameStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The reply is complete.</summary>
    Complete,

    /// <summary>The bytes are not RESP.</summary>
    Invalid,

    /// <summary>The reply is, or says it will be, larger than allowed.</summary>
    TooLarge,

    /// <summary>The reply is nested deeper than allowed.</summary>
    TooDeep,
}

/// <summary>
/// Finds the end of one RESP2 or RESP3 reply in bytes that arrive piece by piece. It reads each byte once, whatever the pieces,
/// and never allocates for what a length only promises.
/// </summary>
/// <remarks>Types and lengths as in the RESP specification, https://redis.io/docs/latest/develop/reference/protocol-spec/.</remarks>
internal struct RespFramer
{
    /// <summary>How deep arrays and maps may be nested. Redis' own Lua conversion stops near this depth on most stacks.</summary>
    public const int MaxDepth = 32;

    private static readonly SearchValues<byte> Markers = SearchValues.Create("+-:_#,($=!*~>%"u8);

    private Levels _remaining;
    private int _depth;
    private int _position;
    private int _searched;

    /// <summary>Length of the reply in bytes once it is complete.</summary>
    public readonly int Length => _position;

    /// <summary>Goes on reading in <paramref name="bytes"/>, which holds all that arrived since the reply began.</summary>
    public FrameStatus Advance(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        while (true)
        {
            int line = FindLineEnd(bytes);
            if (line < 0)
            {
                return bytes.Length > _position && !Markers.Contains(bytes[_position]) ? FrameStatus.Invalid
                    : bytes.Length >= maxBytes ? FrameStatus.TooLarge : FrameStatus.Incomplete;
            }

            FrameStatus element = ReadElement(bytes, line, maxBytes, out bool isOpen);
            if (element != FrameStatus.Complete)
            {
                return element;
            }

            if (!isOpen && CloseElement())
            {
                return _position > maxBytes ? FrameStatus.TooLarge : FrameStatus.Complete;
            }
        }
    }

    /// <summary>Index of the carriage return that ends the line at the current position, or -1.</summary>
    private int FindLineEnd(ReadOnlySpan<byte> bytes)
    {
        int from = Math.Max(_position, _searched);
        int found = bytes[from..].IndexOf("\r\n"u8);
        if (found < 0)
        {
            _searched = Math.Max(_position, bytes.Length - 1);
            return -1;
        }

        return from + found;
    }

    private FrameStatus ReadElement(ReadOnlySpan<byte> bytes, int line, int maxBytes, out bool isOpen)
    {
        isOpen = false;
        if (line == _position)
        {
            return FrameStatus.Invalid;
        }

        ReadOnlySpan<byte> text = bytes[(_position + 1)..line];
        switch (bytes[_position])
        {
            case (byte)'#' when text is not ([(byte)'t'] or [(byte)'f']):
                return FrameStatus.Invalid;
            case (byte)'+' or (byte)'-' or (byte)':' or (byte)'_' or (byte)'#' or (byte)',' or (byte)'(':
                _position = line + 2;
                return FrameStatus.Complete;
            case (byte)'$' or (byte)'=' or (byte)'!':
                return ReadBulk(bytes, text, line + 2, maxBytes);
            case (byte)'*' or (byte)'~' or (byte)'>':
                return ReadAggregate(text, line + 2, 1, maxBytes, out isOpen);
            case (byte)'%':
                return ReadAggregate(text, line + 2, 2, maxBytes, out isOpen);
            default:
                return FrameStatus.Invalid;
        }
    }

    private FrameStatus ReadBulk(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> header, int start, int maxBytes)
    {
        if (!TryParseLength(header, out long length))
        {
            return FrameStatus.Invalid;
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

    private FrameStatus ReadAggregate(ReadOnlySpan<byte> header, int start, int perElement, int maxBytes, out bool isOpen)
    {
        isOpen = false;
        if (!TryParseLength(header, out long count))
        {
            return FrameStatus.Invalid;
        }

        _position = start;
        if (count <= 0)
        {
            return FrameStatus.Complete;
        }

        // No element is shorter than three bytes.
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

    /// <summary>Counts an element off the aggregates it ends; true when none is left open.</summary>
    private bool CloseElement()
    {
        while (_depth > 0 && --_remaining[_depth - 1] == 0)
        {
            _depth--;
        }

        return _depth == 0;
    }

    private static bool TryParseLength(ReadOnlySpan<byte> text, out long length) =>
        Utf8Parser.TryParse(text, out length, out int consumed) && consumed == text.Length && length is >= -1 and <= int.MaxValue;

    [InlineArray(MaxDepth)]
    private struct Levels
    {
        private int _first;
    }
}
