using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The parameter <c>maxmemory-clients</c>: bytes, or a percentage of <c>maxmemory</c>; 0 means no limit.</summary>
internal sealed class ClientMemorySetting(NumberSetting maxMemory) : Setting("maxmemory-clients")
{
    private const int MaxPercent = 100;

    private long _bytes;
    private int _percent;

    internal override string Text => _percent > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{_percent}%")
        : _bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes that all clients together may use; 0 means no limit.</summary>
    internal long Bytes => _percent > 0 ? maxMemory.Value / MaxPercent * _percent : _bytes;

    internal override string? TrySet(string text)
    {
        if (text.EndsWith('%'))
        {
            if (!Integers.TryParse(Encoding.Latin1.GetBytes(text[..^1]), out long percent) || percent < 0)
            {
                return "argument must be a memory or percent value";
            }

            if (percent > MaxPercent)
            {
                return "percentage argument must be less or equal to 100";
            }

            (_bytes, _percent) = (0, (int)percent);
            return null;
        }

        if (!ByteSize.TryParse(text, out long bytes))
        {
            return "argument must be a memory or percent value";
        }

        (_bytes, _percent) = (bytes, 0);
        return null;
    }
}
