namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Errors that many commands on keys and values reply with.</summary>
internal static class DataErrors
{
    internal const string WrongType = "WRONGTYPE Operation against a key holding the wrong kind of value";
    internal const string NotInteger = "ERR value is not an integer or out of range";
    internal const string NotFloat = "ERR value is not a valid float";
    internal const string Syntax = "ERR syntax error";
    internal const string NoSuchKey = "ERR no such key";
    internal const string IndexOutOfRange = "ERR index out of range";
    internal const string OffsetOutOfRange = "ERR offset is out of range";
    internal const string NotPositive = "ERR value is out of range, must be positive";
    internal const string DatabaseOutOfRange = "ERR DB index is out of range";
    internal const string SameObject = "ERR source and destination objects are the same";
    internal const string Overflow = "ERR increment or decrement would overflow";
    internal const string NotFinite = "ERR increment would produce NaN or Infinity";
    internal const string StringTooLong = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    internal static string WrongArguments(string command) => $"ERR wrong number of arguments for '{command}' command";

    internal static string InvalidExpiry(string command) => $"ERR invalid expire time in '{command}' command";
}
