using System.Buffers.Binary;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>A Protocol Buffers message, read by the numbers of its fields.</summary>
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

    /// <summary>Whether the field is present.</summary>
    public bool Has(int field) => _fields.Any(one => one.Field == field);

    /// <summary>The messages of a repeated field.</summary>
    public IEnumerable<OtlpMessage> All(int field) => _fields.Where(one => one.Field == field).Select(static one => new OtlpMessage(one.Bytes));

    /// <summary>The message of a field that occurs exactly once.</summary>
    public OtlpMessage One(int field) => All(field).Single();

    /// <summary>The text of a field; empty if there is none.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(_fields.LastOrDefault(one => one.Field == field).Bytes ?? []);

    /// <summary>The number of a field; 0 if there is none.</summary>
    public ulong Number(int field) => _fields.LastOrDefault(one => one.Field == field).Number;

    /// <summary>The double of a field; 0 if there is none.</summary>
    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>The eight-byte numbers of a field, packed or not.</summary>
    public ulong[] Eights(int field) =>
    [
        .. _fields.Where(one => one.Field == field)
            .SelectMany(static one => one.Bytes.Length == 0 ? [one.Number] : one.Bytes.Chunk(8).Select(static eight => BinaryPrimitives.ReadUInt64LittleEndian(eight)).ToArray()),
    ];

    /// <summary>The attributes of a field, with texts or integers as values. Integers are converted to text.</summary>
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

/// <summary>A received metric, with one of its data points.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its type, such as <c>sum</c>.</param>
/// <param name="IsCumulative">Whether it is declared as cumulative.</param>
/// <param name="IsMonotonic">Whether it is declared as monotonic.</param>
/// <param name="Attributes">The attributes of the data point.</param>
/// <param name="Point">The data point.</param>
/// <param name="Resource">The attributes of the sender.</param>
internal sealed record OtlpMetric(
    string Name, string Kind, bool IsCumulative, bool IsMonotonic, Dictionary<string, string> Attributes, OtlpMessage Point, Dictionary<string, string> Resource)
{
    private const ulong Cumulative = 2;

    private static readonly (int Field, string Kind, int Attributes)[] Kinds = [(5, "gauge", 7), (7, "sum", 7), (9, "histogram", 9), (11, "summary", 7)];

    /// <summary>The value of a number point, whole or not.</summary>
    public double Value => Point.Has(6) ? (long)Point.Number(6) : Point.Double(4);

    /// <summary>Returns the metrics of a request, one for each data point.</summary>
    /// <remarks>The numbers of the fields are those of opentelemetry/proto/metrics/v1/metrics.proto.</remarks>
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
