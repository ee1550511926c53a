using System.Globalization;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>
/// The parameter <c>client-output-buffer-limit</c>: for each named class of clients, a hard limit, a soft limit and the seconds of the soft limit.
/// </summary>
internal sealed class OutputLimitSetting() : Setting("client-output-buffer-limit")
{
    private const int WordsPerClass = 4;

    private static readonly (string Name, ClientClass Class)[] Names =
        [("normal", ClientClass.Normal), ("slave", ClientClass.Replica), ("replica", ClientClass.Replica), ("pubsub", ClientClass.PubSub)];

    // In the order of ClientClass.
    private static readonly string[] Shown = ["normal", "slave", "pubsub"];

    private OutputLimit[] _limits = [default, new(256L << 20, 64L << 20, 60), new(32L << 20, 8L << 20, 60)];

    internal override string Text => string.Join(' ', Shown.Select((name, index) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {_limits[index].HardBytes} {_limits[index].SoftBytes} {_limits[index].SoftSeconds}")));

    internal OutputLimit Of(ClientClass kind) => _limits[(int)kind];

    internal override string? TrySet(string text)
    {
        string[] words = text.Length == 0 ? [] : text.Split(' ');
        if (words.Length % WordsPerClass != 0)
        {
            return "Wrong number of arguments in buffer limit configuration.";
        }

        OutputLimit[] limits = [.. _limits];
        foreach (string[] part in words.Chunk(WordsPerClass))
        {
            int named = Array.FindIndex(Names, name => name.Name.Equals(CText.Of(part[0]), StringComparison.OrdinalIgnoreCase));
            if (named < 0)
            {
                return "Invalid client class specified in buffer limit configuration.";
            }

            if (!ByteSize.TryParse(part[1], out long hard)
                || !ByteSize.TryParse(part[2], out long soft)
                || !int.TryParse(CText.Of(part[3]), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            {
                return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            }

            limits[(int)Names[named].Class] = new OutputLimit(hard, soft, seconds);
        }

        _limits = limits;
        return null;
    }
}
