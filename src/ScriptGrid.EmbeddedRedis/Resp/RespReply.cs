using System.Text;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Writes replies as RESP2 or RESP3 and counts the errors among them.</summary>
internal sealed class RespReply(ErrorStatistics errors, BufferBudget budget) : IReply
{
    /// <summary>The bytes around a string: its type, its length and two line ends.</summary>
    private const int BulkFrameBytes = 24;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    public int Protocol { get; internal set; } = 2;

    internal OutputBuffer Output { get; } = new(budget);

    private bool IsResp3 => Protocol == 3;

    public void Status(string text) => Output.AppendLine((byte)'+', text);

    public void Error(string message)
    {
        errors.Count(message);
        Output.AppendLine((byte)'-', message);
    }

    public void CountedError(string message)
    {
        errors.MarkFailed();
        Output.AppendLine((byte)'-', message);
    }

    public void Integer(long value) => Output.AppendLine((byte)':', value);

    public void Bulk(byte[] value) => Bulk(value.AsSpan());

    public void Bulk(ReadOnlySpan<byte> value)
    {
        Output.Prepare(value.Length + BulkFrameBytes);
        Output.AppendLine((byte)'$', value.Length);
        Output.Append(value);
        Output.Append(LineEnd);
    }

    public void Null() => Output.Append(IsResp3 ? "_\r\n"u8 : "$-1\r\n"u8);

    public void NullArray() => Output.Append(IsResp3 ? "_\r\n"u8 : "*-1\r\n"u8);

    public void Array(int count) => Output.AppendLine((byte)'*', count);

    public void Map(int pairs) => Output.AppendLine(IsResp3 ? (byte)'%' : (byte)'*', IsResp3 ? pairs : 2L * pairs);

    public void Set(int count) => Output.AppendLine(IsResp3 ? (byte)'~' : (byte)'*', count);

    /// <summary>Begins a push message, which the client did not ask for, or a confirmation of <c>SUBSCRIBE</c>. An array on RESP2.</summary>
    internal void Push(int count) => Output.AppendLine(IsResp3 ? (byte)'>' : (byte)'*', count);

    public void Double(double value)
    {
        string text = RespDouble.Format(value);
        if (IsResp3)
        {
            Output.AppendLine((byte)',', text);
        }
        else
        {
            Output.AppendLine((byte)'$', text.Length);
            Output.Append(Encoding.ASCII.GetBytes(text));
            Output.Append(LineEnd);
        }
    }

    public void Double(double value, byte[] text)
    {
        if (IsResp3)
        {
            Output.AppendLine((byte)',', Encoding.ASCII.GetString(text));
        }
        else
        {
            Bulk(text);
        }
    }

    public void Boolean(bool value)
    {
        if (IsResp3)
        {
            Output.Append(value ? "#t\r\n"u8 : "#f\r\n"u8);
        }
        else
        {
            Integer(value ? 1 : 0);
        }
    }

    public void BigNumber(string digits)
    {
        if (IsResp3)
        {
            Output.AppendLine((byte)'(', digits);
        }
        else
        {
            Bulk(Encoding.Latin1.GetBytes(digits));
        }
    }

    public void Verbatim(string format, ReadOnlySpan<byte> text)
    {
        if (!IsResp3)
        {
            Bulk(text);
            return;
        }

        Output.AppendLine((byte)'=', text.Length + format.Length + 1);
        Output.Append(Encoding.Latin1.GetBytes(format));
        Output.Append((byte)':');
        Output.Append(text);
        Output.Append(LineEnd);
    }

    public void Attribute(int pairs) => Output.AppendLine((byte)'|', pairs);
}
