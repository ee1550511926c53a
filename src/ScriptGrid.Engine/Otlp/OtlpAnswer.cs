using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Otlp;

/// <summary>Reads a receiver's response, which may report success although only a part of the data was accepted.</summary>
internal static class OtlpAnswer
{
    /// <summary>Returns what was rejected, in one sentence; null if everything was accepted.</summary>
    public static string? ProblemIn(ReadOnlySpan<byte> answer)
    {
        if (Find(answer, 1) is not { Length: > 0 } partial)
        {
            return null;
        }

        (ulong rejected, string message) = (0, "");
        for (ReadOnlySpan<byte> rest = partial; TryNext(ref rest, out int field, out ulong number, out ReadOnlySpan<byte> bytes);)
        {
            rejected = field == 1 ? number : rejected;
            message = field == 2 ? Encoding.UTF8.GetString(bytes) : message;
        }

        return rejected == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"it rejected {rejected} data points: {message}");
    }

    private static byte[]? Find(ReadOnlySpan<byte> message, int wanted)
    {
        while (TryNext(ref message, out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            if (field == wanted)
            {
                return bytes.ToArray();
            }
        }

        return null;
    }

    /// <summary>Reads the next field; returns false at the end, or if the rest is malformed.</summary>
    private static bool TryNext(ref ReadOnlySpan<byte> rest, out int field, out ulong number, out ReadOnlySpan<byte> bytes)
    {
        field = 0;
        number = 0;
        bytes = default;
        if (!TryNumber(ref rest, out ulong tag))
        {
            return false;
        }

        field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                return TryNumber(ref rest, out number);
            case 2 when TryNumber(ref rest, out ulong length) && length <= (ulong)rest.Length:
                bytes = rest[..(int)length];
                rest = rest[(int)length..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out ulong number)
    {
        number = 0;
        for (int i = 0; i < rest.Length && i < 10; i++)
        {
            number |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
