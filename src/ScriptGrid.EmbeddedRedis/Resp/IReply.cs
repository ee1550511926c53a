namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Where a command writes its reply, piece by piece and in order: to a client's connection as RESP, or to a script as Lua values.</summary>
internal interface IReply
{
    /// <summary>The protocol version that the reader asked for, 2 or 3: a few commands reply in another shape. The pieces below are turned into what each version has.</summary>
    int Protocol { get; }

    /// <summary>A status: <c>+OK</c>.</summary>
    void Status(string text);

    /// <summary>An error; begins with its code: <c>ERR syntax error</c>. The writer counts it by <see cref="ErrorStatistics.Count"/>.</summary>
    void Error(string message);

    /// <summary>An error that was counted where it arose, such as one of a command that a script called: the command under way failed, and nothing more is counted.</summary>
    void CountedError(string message);

    void Integer(long value);

    /// <summary>A string whose bytes are never changed, so that a script may keep them.</summary>
    void Bulk(byte[] value);

    void Bulk(ReadOnlySpan<byte> value);

    /// <summary>No value: <c>$-1</c> on RESP2.</summary>
    void Null();

    /// <summary>No array: <c>*-1</c> on RESP2, the same null as any on RESP3.</summary>
    void NullArray();

    /// <summary>The beginning of an array; as many replies follow.</summary>
    void Array(int count);

    /// <summary>The beginning of a map; twice as many replies follow; a flat array on RESP2.</summary>
    void Map(int pairs);

    /// <summary>The beginning of a set; an array on RESP2.</summary>
    void Set(int count);

    /// <summary>A double; its shortest text as a string on RESP2.</summary>
    void Double(double value);

    /// <summary>A double whose text has other digits than usual: that of coordinates.</summary>
    void Double(double value, byte[] text);

    /// <summary>1 or 0 on RESP2.</summary>
    void Boolean(bool value);

    /// <summary>A string on RESP2.</summary>
    void BigNumber(string digits);

    /// <summary>Text with a format of three letters, <c>txt</c> or <c>mkd</c>; a string on RESP2.</summary>
    void Verbatim(string format, ReadOnlySpan<byte> text);

    /// <summary>Attributes of the reply that follows them: as many pairs follow first. RESP3 only.</summary>
    void Attribute(int pairs);
}
