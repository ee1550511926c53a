using System.Globalization;
using System.Text;

namespace ScriptGrid.Tests.EmbeddedRedis.Rdb;

/// <summary>Commands that build values of every type by chance, small and large ones. Each character is a byte.</summary>
internal sealed class RandomValues(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Commands that build a value under a key.</summary>
    public IEnumerable<string[]> Build(string key) => _random.Next(7) switch
    {
        0 => [["SET", key, Word()]],
        1 => [["SET", key, Text(_random.Next(2000))]],
        2 => Repeat(["RPUSH", key], static () => 1, Word),
        3 => Repeat(["SADD", key], static () => 1, _random.Next(2) == 0 ? Number : Word),
        4 => Repeat(["HSET", key], static () => 2, Word),
        5 => Scored(key),
        _ => Stream(key),
    };

    /// <summary>A string that compresses more or less, or a number.</summary>
    public string Word() => _random.Next(4) switch
    {
        0 => Number(),
        1 => Text(_random.Next(6)),
        2 => Text(_random.Next(40)),
        _ => _random.Next(12) == 0 ? Text(_random.Next(300)) : Text(_random.Next(66)),
    };

    private string Number() => _random.Next(6) switch
    {
        0 => $"{_random.Next(-200, 200)}",
        1 => $"{_random.Next(-10_000, 10_000)}",
        2 => $"{_random.Next(-100_000, 100_000)}",
        3 => $"{_random.Next()}",
        4 => $"{_random.NextInt64(long.MinValue, long.MaxValue)}",
        _ => $"{_random.Next(-9_000_000, 9_000_000)}",
    };

    private string Text(int length)
    {
        int alphabet = _random.Next(3) switch { 0 => 2, 1 => 26, _ => 256 };
        var text = new StringBuilder();
        while (text.Length < length)
        {
            if (text.Length > 8 && _random.Next(8) == 0)
            {
                // What was there before comes again, as in most texts.
                int from = _random.Next(text.Length);
                text.Append(text.ToString(from, Math.Min(text.Length - from, _random.Next(40))));
            }
            else
            {
                text.Append((char)(alphabet == 256 ? _random.Next(256) : 'a' + _random.Next(alphabet)));
            }
        }

        return text.ToString(0, length);
    }

    /// <summary>Sometimes few, sometimes more than fit the small encoding.</summary>
    private int Count() => _random.Next(6) == 0 ? _random.Next(700) : _random.Next(1, 30);

    private List<string[]> Repeat(string[] command, Func<int> words, Func<string> word)
    {
        List<string> all = [.. command];
        for (int left = (Count() + 1) * words(); left > 0; left--)
        {
            all.Add(word());
        }

        return [[.. all]];
    }

    private List<string[]> Scored(string key)
    {
        List<string> all = ["ZADD", key];
        for (int left = Count() + 1; left > 0; left--)
        {
            all.Add(_random.Next(5) switch
            {
                0 => Number(),
                1 => _random.Next(2) == 0 ? "inf" : "-inf",
                2 => "-0",
                _ => (_random.NextDouble() * Math.Pow(10, _random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture),
            });
            all.Add(Word());
        }

        return [[.. all]];
    }

    private List<string[]> Stream(string key)
    {
        List<string[]> commands = [];
        int entries = Count() + 1;
        string[] usual = ["temperature", "7", Text(_random.Next(10))];
        for (int i = 1; i <= entries; i++)
        {
            string[] fields = _random.Next(4) == 0 ? [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Word())] : usual;
            commands.Add(["XADD", key, $"{1000 + (i * 7)}-{_random.Next(3)}", .. fields.SelectMany(field => (string[])[field, Word()])]);
        }

        if (_random.Next(2) == 0)
        {
            commands.Add(["XGROUP", "CREATE", key, "readers", "0"]);
            commands.Add(["XGROUP", "CREATE", key, "last", "$", "ENTRIESREAD", $"{entries}"]);
            commands.Add(["XREADGROUP", "GROUP", "readers", "ada", "COUNT", $"{_random.Next(1, 20)}", "STREAMS", key, ">"]);
            commands.Add(["XREADGROUP", "GROUP", "readers", "bob", "COUNT", "2", "STREAMS", key, ">"]);
            commands.Add(["XGROUP", "SETID", key, "last", "0"]);
        }

        return commands;
    }
}
