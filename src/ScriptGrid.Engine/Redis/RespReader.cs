namespace ScriptGrid.Engine.Redis;

/// <summary>The type of a RESP element, in either protocol version.</summary>
internal enum RespType
{
    /// <summary>A bulk or verbatim string.</summary>
    String,

    /// <summary>A simple string, as <c>redis.status_reply</c> returns.</summary>
    Status,

    /// <summary>A simple or bulk error.</summary>
    Error,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A RESP3 double.</summary>
    Double,

    /// <summary>A RESP3 big number.</summary>
    BigNumber,

    /// <summary>A RESP3 boolean.</summary>
    Boolean,

    /// <summary>A null of either version.</summary>
    Null,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A RESP3 map; its count is in pairs.</summary>
    Map,

    /// <summary>A RESP3 set.</summary>
    Set,
}

/// <summary>
/// Walks over the elements of one complete reply, depth first and without copying, and skips out-of-band messages. The framer has already checked the
/// structure.
/// </summary>
internal ref struct RespReader(ReadOnlySpan<byte> frame)
{
    private readonly ReadOnlySpan<byte> _frame = frame;
    private int _position;

    /// <summary>The type of the current element.</summary>
    public RespType Type { get; private set; }

    /// <summary>The text of the current element: the bytes of a string, the digits of a number, or <c>t</c> or <c>f</c> for a boolean.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The number of elements of the current aggregate (for a map: pairs); 0 for any other element.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every element was read.</summary>
    public readonly bool IsAtEnd => _position >= _frame.Length;

    /// <summary>
    /// Whether an element is out of band, by its first byte. RESP3 has two such types: a push message, which the server sends of its own accord, and an
    /// attribute, which describes the element that follows.
    /// </summary>
    public static bool IsAside(byte marker) => marker is (byte)'>' or (byte)'|';

    /// <summary>Moves to the next element; the elements of an aggregate follow it.</summary>
    public void Read()
    {
        while (IsAside(_frame[_position]))
        {
            PassOver();
        }

        byte marker = _frame[_position];
        Count = 0;
        switch (marker)
        {
            case (byte)'$' or (byte)'=' or (byte)'!':
                ReadBulk(marker);
                break;
            case (byte)'*' or (byte)'%' or (byte)'~':
                ReadAggregate(marker);
                break;
            default:
                int line = _position + _frame[_position..].IndexOf("\r\n"u8);
                Text = _frame[(_position + 1)..line];
                Type = Scalar(marker);
                _position = line + 2;
                break;
        }
    }

    /// <summary>Moves past the current element and everything in it.</summary>
    public void Skip()
    {
        for (int left = Type == RespType.Map ? Count * 2 : Count; left > 0; left--)
        {
            Read();
            left += Type == RespType.Map ? Count * 2 : Count;
        }
    }

    private void PassOver()
    {
        int perElement = _frame[_position] == '|' ? 2 : 1;
        _ = RespLength.Read(_frame, _position + 1, out long count, out _position);
        for (long left = count * perElement; left > 0; left--)
        {
            Read();
            Skip();
        }
    }

    private void ReadBulk(byte marker)
    {
        _ = RespLength.Read(_frame, _position + 1, out long length, out _position);
        if (length < 0)
        {
            Type = RespType.Null;
            Text = default;
            return;
        }

        Text = _frame.Slice(_position, (int)length);
        _position += (int)length + 2;
        Type = marker == '!' ? RespType.Error : RespType.String;
        if (marker == '=' && length >= 4)
        {
            Text = Text[4..];
        }
    }

    private void ReadAggregate(byte marker)
    {
        _ = RespLength.Read(_frame, _position + 1, out long count, out _position);
        Text = default;
        Count = (int)Math.Max(count, 0);
        Type = count < 0 ? RespType.Null : marker switch
        {
            (byte)'*' => RespType.Array,
            (byte)'%' => RespType.Map,
            _ => RespType.Set,
        };
    }

    private static RespType Scalar(byte marker) => marker switch
    {
        (byte)'+' => RespType.Status,
        (byte)'-' => RespType.Error,
        (byte)':' => RespType.Integer,
        (byte)',' => RespType.Double,
        (byte)'(' => RespType.BigNumber,
        (byte)'#' => RespType.Boolean,
        _ => RespType.Null,
    };
}
