using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>How keys are stored: OBJECT and MEMORY USAGE.</summary>
internal static class ObjectCommands
{
    private const int SharedReferences = int.MaxValue;

    private const string OtherPolicy = "Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.";

    internal static void Register(CommandTable table)
    {
        table.Add("object encoding", Encoding);
        table.Add("object refcount", RefCount);
        table.Add("object idletime", IdleTime);
        table.Add("object freq", Freq);
        table.AddHelp("object");
        table.Add("memory usage", Usage);
    }

    private static void Encoding(CommandCall call)
    {
        if (TryLook(call, out RedisValue? value))
        {
            call.Reply.Bulk(System.Text.Encoding.ASCII.GetBytes(value!.Encoding));
        }
    }

    private static void RefCount(CommandCall call)
    {
        if (TryLook(call, out RedisValue? value))
        {
            call.Reply.Integer(value is StringValue { IsShared: true } ? SharedReferences : 1);
        }
    }

    private static void IdleTime(CommandCall call)
    {
        if (!TryLook(call, out RedisValue? value))
        {
            return;
        }

        if (call.Keyspace.Usage.CountsFrequency)
        {
            call.Fail($"ERR An LFU maxmemory policy is selected, idle time not tracked. {OtherPolicy}");
        }
        else
        {
            call.Reply.Integer((call.Clock.Milliseconds - value!.LastUsed) / 1000);
        }
    }

    private static void Freq(CommandCall call)
    {
        if (!TryLook(call, out RedisValue? value))
        {
            return;
        }

        if (call.Keyspace.Usage.CountsFrequency)
        {
            call.Reply.Integer(call.Keyspace.Usage.FrequencyOf(value!));
        }
        else
        {
            call.Fail($"ERR An LFU maxmemory policy is not selected, access frequency not tracked. {OtherPolicy}");
        }
    }

    private static void Usage(CommandCall call)
    {
        for (int i = 3; i < call.Words.Length; i += 2)
        {
            if (!call.Is(i, "SAMPLES") || i + 1 == call.Words.Length)
            {
                call.Fail(DataErrors.Syntax);
                return;
            }

            if (!call.TryInteger(i + 1, out long samples) || (samples < 0 && !call.Fail(DataErrors.Syntax)))
            {
                return;
            }
        }

        byte[] key = call.Words[2];
        if (call.Database.Find(key, touch: false) is { } value)
        {
            call.Reply.Integer(value.MemoryBytes + MemorySize.String(key.Length) + MemorySize.DictionaryEntry);
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static bool TryLook(in CommandCall call, out RedisValue? value)
    {
        value = call.Database.Find(call.Words[2], touch: false);
        if (value is null)
        {
            call.Reply.Null();
        }

        return value is not null;
    }
}
