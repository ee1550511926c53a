namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Receives a command's reply piece by piece, in order, and writes it to a client's connection as RESP or to a script as Lua values.</summary>
internal interface IReply
{
    /// <summary>
    /// The protocol version that the reader asked for: 2 or 3. Only a few commands need it, because they reply in another shape; the methods below adapt to the
    /// version themselves.
    /// </summary>
    int Protocol { get; }

    /// <summary>Writes a status: <c>+OK</c>.</summary>
    void Status(string text);

    /// <summary>
    /// Writes an error, which begins with its code: <c>ERR syntax error</c>. The implementation counts it with <see cref="ErrorStatistics.Count"/>.
    /// </summary>
    void Error(string message);

    /// <summary>
    /// Writes an error that was counted where it arose, such as that of a command that a script called. The current command is marked as failed, but nothing is
    /// counted again.
    /// </summary>
    void CountedError(string message);

    void Integer(long value);

    /// <summary>Writes a string. A script may keep the array, so its bytes must never change.</summary>
    void Bulk(byte[] value);

    void Bulk(ReadOnlySpan<byte> value);

    /// <summary>Writes a null value: <c>$-1</c> on RESP2.</summary>
    void Null();

    /// <summary>Writes a null array: <c>*-1</c> on RESP2, the same null as any other on RESP3.</summary>
    void NullArray();

    /// <summary>Begins an array; <paramref name="count"/> replies follow.</summary>
    void Array(int count);

    /// <summary>Begins a map; twice as many replies as <paramref name="pairs"/> follow. A flat array on RESP2.</summary>
    void Map(int pairs);

    /// <summary>Begins a set; <paramref name="count"/> replies follow. An array on RESP2.</summary>
    void Set(int count);

    /// <summary>Writes a double. On RESP2, its text (see <see cref="RespDouble"/>) as a string.</summary>
    void Double(double value);

    /// <summary>Writes a double with a text of its own, as coordinates need, which have other digits than usual.</summary>
    void Double(double value, byte[] text);

    /// <summary>Writes a boolean; 1 or 0 on RESP2.</summary>
    void Boolean(bool value);

    /// <summary>Writes a big number; a string on RESP2.</summary>
    void BigNumber(string digits);

    /// <summary>Writes text with a format of three letters, <c>txt</c> or <c>mkd</c>. A string on RESP2.</summary>
    void Verbatim(string format, ReadOnlySpan<byte> text);

    /// <summary>Begins attributes of the next reply: <paramref name="pairs"/> pairs, and then that reply. RESP3 only.</summary>
    void Attribute(int pairs);
}
