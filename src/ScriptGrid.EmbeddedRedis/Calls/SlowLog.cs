using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The commands that took long, newest first.</summary>
internal sealed class SlowLog(ServerSettings settings, ServerClock clock)
{
    private const int MaxWords = 32;
    private const int MaxWordBytes = 128;

    private readonly LinkedList<SlowLogEntry> _entries = new();
    private long _lastId = -1;

    internal IReadOnlyCollection<SlowLogEntry> Entries => _entries;

    internal void Clear() => _entries.Clear();

    /// <summary>Logs a command if it took long enough. A command of a script is logged for the client that called the script.</summary>
    internal void Note(CommandFacts facts, ReadOnlySpan<byte[]> words, ClientSession client, TimeSpan duration)
    {
        long threshold = settings.SlowLogThreshold.Value;
        if (threshold < 0 || duration.TotalMicroseconds < threshold || facts.Flags.HasFlag(CommandFlags.SkipSlowLog))
        {
            return;
        }

        client = client.Caller ?? client;
        _entries.AddFirst(new SlowLogEntry(
            ++_lastId,
            clock.Now / 1000,
            (long)duration.TotalMicroseconds,
            Shorten(Redaction.Of(facts, words)),
            client.Connection?.RemoteEndPoint.ToString() ?? "",
            client.Name));
        Trim();
    }

    private void Trim()
    {
        while (_entries.Count > settings.SlowLogLength.Value)
        {
            _entries.RemoveLast();
        }
    }

    private static byte[][] Shorten(ReadOnlySpan<byte[]> words)
    {
        byte[][] kept = new byte[Math.Min(words.Length, MaxWords)][];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = words[i].Length <= MaxWordBytes ? words[i] : Cut(words[i]);
        }

        if (words.Length > MaxWords)
        {
            kept[^1] = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"... ({words.Length - MaxWords + 1} more arguments)"));
        }

        return kept;
    }

    private static byte[] Cut(byte[] word) =>
        [.. word.AsSpan(0, MaxWordBytes), .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"... ({word.Length - MaxWordBytes} more bytes)"))];
}

/// <summary>A slow command.</summary>
internal sealed record SlowLogEntry(long Id, long Seconds, long Microseconds, byte[][] Words, string Address, byte[] ClientName);
