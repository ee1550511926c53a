using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Reads a call's words, finds values, and replies with errors. Methods that return false have replied.</summary>
internal static class CallExtensions
{
    /// <summary>Returns the command's name in lower case, as errors show it.</summary>
    internal static string Name(this in CommandCall call) => Encoding.Latin1.GetString(call.Words[0]).ToLowerInvariant();

    /// <summary>Whether a word exists and equals this one, ignoring case.</summary>
    internal static bool Is(this in CommandCall call, int index, string word)
    {
        if (index >= call.Words.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> told = call.Words[index]; // In C, text ends at a zero byte.
        return Ascii.EqualsIgnoreCase(told.Length > word.Length && told[word.Length] == 0 ? told[..word.Length] : told, word);
    }

    internal static bool Fail(this in CommandCall call, string error)
    {
        call.Reply.Error(error);
        return false;
    }

    /// <summary>Replies that the subcommand is unknown or its number of words is wrong.</summary>
    internal static bool FailSubcommand(this in CommandCall call) => call.Fail(
        $"ERR unknown subcommand or wrong number of arguments for '{WordText.Of(call.Words[1])}'. Try {WordText.Of(call.Words[0]).ToUpperInvariant()} HELP.");

    /// <summary>Gets the value under a key for reading; null if there is none. Returns false after WRONGTYPE.</summary>
    internal static bool TryRead<T>(this in CommandCall call, byte[] key, out T? value)
        where T : RedisValue => TryCast(call, call.Database.Read(key), out value);

    /// <summary>Gets the value under a key for writing; null if there is none. Returns false after WRONGTYPE.</summary>
    internal static bool TryFind<T>(this in CommandCall call, byte[] key, out T? value)
        where T : RedisValue => TryCast(call, call.Database.Find(key), out value);

    internal static bool TryInteger(this in CommandCall call, int index, out long value, string error = DataErrors.NotInteger) =>
        Integers.TryParse(call.Words[index], out value) || call.Fail(error);

    /// <summary>Reads an integer within a range, which the error states.</summary>
    internal static bool TryInteger(this in CommandCall call, int index, long min, long max, out long value, string? error = null)
    {
        if (!Integers.TryParse(call.Words[index], out value))
        {
            return call.Fail(error ?? DataErrors.NotInteger);
        }

        return (value >= min && value <= max) || call.Fail(error ?? $"ERR value is out of range, value must between {min} and {max}");
    }

    /// <summary>Reads an integer that is not negative.</summary>
    internal static bool TryCount(this in CommandCall call, int index, out long value)
    {
        bool parsed = Integers.TryParse(call.Words[index], out value);
        return (parsed && value >= 0) || call.Fail(DataErrors.NotPositive);
    }

    /// <summary>Reads a 32-bit integer.</summary>
    internal static bool TryInt(this in CommandCall call, int index, out int value, string? error = null)
    {
        bool found = call.TryInteger(index, int.MinValue, int.MaxValue, out long wide, error);
        value = found ? (int)wide : 0;
        return found;
    }

    internal static void BulkOrNull(this IReply reply, byte[]? value)
    {
        if (value is null)
        {
            reply.Null();
        }
        else
        {
            reply.Bulk(value);
        }
    }

    internal static void Ok(this IReply reply) => reply.Status("OK");

    private static bool TryCast<T>(in CommandCall call, RedisValue? found, out T? value)
        where T : RedisValue
    {
        value = found as T;
        return ReferenceEquals(value, found) || call.Fail(DataErrors.WrongType);
    }
}
