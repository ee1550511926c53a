using System.Buffers.Binary;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>A message of Protocol Buffers by the numbers of its fields.</summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public OtlpMessage(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        while (rest.Length > 0)
        {
            ulong tag = Varint(ref rest);
            (ulong number, byte[] inner) = (0, Array.Empty<byte>());
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref rest);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                    rest = rest[8..];
                    break;
                case 2:
                    int length = (int)Varint(ref rest);
                    inner = rest[..length].ToArray();
                    rest = rest[length..];
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                    rest = rest[4..];
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }

            _fields.Add(((int)(tag >> 3), number, inner));
        }
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(int field) => _fields.Any(one => one.Field == field);

    /// <summary>The messages of a field.</summary>
    public IEnumerable<OtlpMessage> All(int field) => _fields.Where(one => one.Field == field).Select(static one => new OtlpMessage(one.Bytes));

    /// <summary>The message of a field that is there once.</summary>
    public OtlpMessage One(int field) => All(field).Single();

    /// <summary>A text; empty where there is none.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(_fields.LastOrDefault(one => one.Field == field).Bytes ?? []);

    /// <summary>A number; 0 where there is none.</summary>
    public ulong Number(int field) => _fields.LastOrDefault(one => one.Field == field).Number;

    /// <summary>A double; 0 where there is none.</summary>
    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>Numbers of eight bytes, packed or not.</summary>
    public ulong[] Eights(int field) =>
    [
        .. _fields.Where(one => one.Field == field)
            .SelectMany(static one => one.Bytes.Length == 0 ? [one.Number] : one.Bytes.Chunk(8).Select(static eight => BinaryPrimitives.ReadUInt64LittleEndian(eight)).ToArray()),
    ];

    /// <summary>Attributes whose values are texts, or are written as such.</summary>
    public Dictionary<string, string> Attributes(int field) => All(field).ToDictionary(
        static pair => pair.Text(1), static pair => pair.One(2) is var value && value.Has(1) ? value.Text(1) : $"{value.Number(3)}");

    private static ulong Varint(ref ReadOnlySpan<byte> rest)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = rest[0];
            rest = rest[1..];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}

/// <summary>A metric that was received: one for each of its data points.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsCumulative">Whether it says that it is cumulative.</param>
/// <param name="IsMonotonic">Whether it says that it only grows.</param>
/// <param name="Attributes">Those of the data point.</param>
/// <param name="Point">The data point.</param>
/// <param name="Resource">Attributes of what sent it.</param>
internal sealed record OtlpMetric(
    string Name, string Kind, bool IsCumulative, bool IsMonotonic, Dictionary<string, string> Attributes, OtlpMessage Point, Dictionary<string, string> Resource)
{
    private const ulong Cumulative = 2;

    private static readonly (int Field, string Kind, int Attributes)[] Kinds = [(5, "gauge", 7), (7, "sum", 7), (9, "histogram", 9), (11, "summary", 7)];

    /// <summary>The value of a number, whole or not.</summary>
    public double Value => Point.Has(6) ? (long)Point.Number(6) : Point.Double(4);

    /// <summary>Those of a request.</summary>
    /// <remarks>Numbers of fields: opentelemetry/proto/metrics/v1/metrics.proto.</remarks>
    public static IEnumerable<OtlpMetric> In(OtlpMessage request) =>
        from resource in request.All(1)
        let own = resource.One(1).Attributes(1)
        from scope in resource.All(2)
        from metric in scope.All(2)
        from kind in Kinds.Where(kind => metric.Has(kind.Field))
        let data = metric.One(kind.Field)
        from point in data.All(1)
        select new OtlpMetric(metric.Text(1), kind.Kind, data.Number(2) == Cumulative, data.Number(3) == 1, point.Attributes(kind.Attributes), point, own);
}
