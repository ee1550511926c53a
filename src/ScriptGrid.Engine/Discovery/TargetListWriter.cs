using System.Buffers;
using System.Text.Json;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Writes lists for <see cref="TargetListReader"/>. Adjacent targets with the same labels form one group, which preserves the order.</summary>
internal static class TargetListWriter
{
    /// <summary>Returns the targets as JSON.</summary>
    public static byte[] Write(IReadOnlyList<FoundTarget> targets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (int start = 0, end; start < targets.Count; start = end)
            {
                end = WriteGroup(json, targets, start);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes one group; returns the index at which the next begins.</summary>
    private static int WriteGroup(Utf8JsonWriter json, IReadOnlyList<FoundTarget> targets, int start)
    {
        LabelSet labels = targets[start].Labels;
        int next = start;
        json.WriteStartObject();
        json.WriteStartArray("targets");
        for (; next < targets.Count && labels.Equals(targets[next].Labels); next++)
        {
            json.WriteStringValue(targets[next].Address);
        }

        json.WriteEndArray();
        json.WriteStartObject("labels");
        foreach ((string name, string value) in labels.Labels)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return next;
    }
}
