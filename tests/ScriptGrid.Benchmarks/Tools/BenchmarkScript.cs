using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>A typical user's script: it returns pairs of a name and a number, both as strings, with different numbers each time.</summary>
internal static class BenchmarkScript
{
    /// <summary>Returns the Lua text of a script that returns this many values.</summary>
    public static string Returning(int values) => string.Create(CultureInfo.InvariantCulture, $$"""
        local now = redis.call('TIME')
        local seed = tonumber(now[1]) + tonumber(now[2])
        local result = {}
        for i = 1, {{values}} do
          result[2 * i - 1] = 'queue:' .. i
          result[2 * i] = tostring(seed * i % 1000003)
        end
        return result
        """);

    /// <summary>Returns the Lua text of a script that returns the same values as rows of a declared metric: its name, a label, the number.</summary>
    public static string ReturningRows(int values) => string.Create(CultureInfo.InvariantCulture, $$"""
        -- scriptgrid: gauge mail_queue_length{queue} Messages that wait in each queue.
        local now = redis.call('TIME')
        local seed = tonumber(now[1]) + tonumber(now[2])
        local result = {}
        for i = 1, {{values}} do
          result[i] = {'mail_queue_length', 'queue:' .. i, tostring(seed * i % 1000003)}
        end
        return result
        """);
}
