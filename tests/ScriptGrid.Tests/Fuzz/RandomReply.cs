using System.Globalization;
using System.Text;

namespace ScriptGrid.Tests.Fuzz;

/// <summary>Random replies: RESP, RESP with a fault in it, or anything.</summary>
internal static class RandomReply
{
    private static readonly string[] Numbers = ["0", "1", "-1", "1.5", "1e308", "1e999", "inf", "-inf", "nan", "0x10", "", " 1", "1_000", "99999999999999999999"];
    private static readonly string[] Fragments = ["\r\n", "$", "*", "%", "|", ">", "-1", "\0", "9999999999", "$-1\r\n", "*0\r\n", ":", "_", "#t\r\n"];

    /// <summary>A reply, whole or not.</summary>
    public static byte[] Next(Random random)
    {
        if (random.Next(8) == 0)
        {
            byte[] noise = new byte[random.Next(1, 60)];
            random.NextBytes(noise);
            return noise;
        }

        var reply = new StringBuilder();
        Append(random, reply, depth: 0);
        string text = reply.ToString();
        return Encoding.Latin1.GetBytes(random.Next(3) == 0 ? Fuzz.Mutate(random, text, Fragments) : text);
    }

    private static void Append(Random random, StringBuilder reply, int depth)
    {
        switch (random.Next(depth > 3 ? 8 : 14))
        {
            case 0:
                reply.Append(CultureInfo.InvariantCulture, $"+{Word(random)}\r\n");
                break;
            case 1:
                reply.Append(CultureInfo.InvariantCulture, $":{random.Next(-5, 5)}\r\n");
                break;
            case 2:
                reply.Append(CultureInfo.InvariantCulture, $",{random.GetItems(Numbers, 1)[0]}\r\n");
                break;
            case 3:
                reply.Append(random.GetItems(["_\r\n", "$-1\r\n", "*-1\r\n", "#t\r\n", "#f\r\n", "(12345678901234567890\r\n"], 1)[0]);
                break;
            case 4:
                reply.Append(CultureInfo.InvariantCulture, $"-ERR {Word(random)}\r\n");
                break;
            case 5 or 6:
                AppendBulk(reply, '$', random.Next(2) == 0 ? random.GetItems(Numbers, 1)[0] : Word(random));
                break;
            case 7:
                AppendBulk(reply, random.Next(2) == 0 ? '=' : '!', "txt:" + Word(random));
                break;
            case 8 or 9:
                AppendAggregate(random, reply, '%', 2, depth);
                break;
            case 10:
                AppendAggregate(random, reply, '~', 1, depth);
                break;
            default:
                AppendAggregate(random, reply, '*', 1, depth);
                break;
        }
    }

    private static void AppendAggregate(Random random, StringBuilder reply, char marker, int perElement, int depth)
    {
        int count = random.Next(7);
        reply.Append(CultureInfo.InvariantCulture, $"{marker}{count}\r\n");
        for (int i = 0; i < count * perElement; i++)
        {
            Append(random, reply, depth + 1);
        }
    }

    private static void AppendBulk(StringBuilder reply, char marker, string text) =>
        reply.Append(CultureInfo.InvariantCulture, $"{marker}{text.Length}\r\n{text}\r\n");

    /// <summary>Few letters, so that keys meet, and bytes that no text has.</summary>
    private static string Word(Random random) => Fuzz.Text(random, ["a", "b", "\\", "\"", "\u00ff", "\\xff", "\u00c3\u00b6", "\u00c3", "{", " ", "\t"], 4);
}
