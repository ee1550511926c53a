using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands.SortedSets;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Geo;

/// <summary>Places: adding and reading them.</summary>
internal static class GeoCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("geoadd", GeoAdd);
        table.Add("geopos", GeoPos);
        table.Add("geohash", GeoHash);
        table.Add("geodist", GeoDist);
    }

    /// <summary>Reads longitude and latitude from two words. Returns false after an error.</summary>
    internal static bool TryPoint(in CommandCall call, int index, out GeoPoint point)
    {
        point = default;
        if (!Doubles.TryParse(call.Words[index], out double longitude) || !Doubles.TryParse(call.Words[index + 1], out double latitude))
        {
            return call.Fail(DataErrors.NotFloat);
        }

        point = new GeoPoint(longitude, latitude);
        return point.IsValid || call.Fail($"ERR invalid longitude,latitude pair {Degrees(longitude)},{Degrees(latitude)}");
    }

    // As C's %f formats it.
    private static string Degrees(double value) => double.IsFinite(value) ? value.ToString("F6", CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>Reads a unit and returns its length in meters. Returns false after an error.</summary>
    internal static bool TryUnit(in CommandCall call, int index, out double meters)
    {
        meters = call.Is(index, "m") ? 1 : call.Is(index, "km") ? 1000 : call.Is(index, "ft") ? 0.3048 : call.Is(index, "mi") ? 1609.34 : 0;
        return meters > 0 || call.Fail("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    /// <summary>Replies with the two coordinates of a place.</summary>
    internal static void Reply(in CommandCall call, GeoPoint point)
    {
        call.Reply.Array(2);
        Coordinate(call, point.Longitude);
        Coordinate(call, point.Latitude);
    }

    // With seventeen decimals, as long doubles are shown.
    private static void Coordinate(in CommandCall call, double value) => call.Reply.Double(value, LongDouble.From(value).ToBytes());

    private static void GeoAdd(CommandCall call)
    {
        var words = AddWords.None;
        int from = 2;
        while (from < call.Words.Length)
        {
            AddWords word = call.Is(from, "NX") ? AddWords.IfNew : call.Is(from, "XX") ? AddWords.IfThere : call.Is(from, "CH") ? AddWords.CountChanged : AddWords.None;
            if (word == AddWords.None)
            {
                break;
            }

            words |= word;
            from++;
        }

        int count = call.Words.Length - from;
        if (count % 3 != 0 || count == 0 || words.HasFlag(AddWords.IfNew | AddWords.IfThere))
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        double[] scores = new double[count / 3];
        byte[][] members = new byte[scores.Length][];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!TryPoint(call, from + (3 * i), out GeoPoint point))
            {
                return;
            }

            (scores[i], members[i]) = (point.Score, call.Words[from + (3 * i) + 2]);
        }

        SortedSetAddCommands.Add(call, words, members, scores);
        if (call.Keyspace.Propagation.IsUsed)
        {
            IEnumerable<byte[]> pairs = members.SelectMany((member, i) => (byte[][])[Integers.ToBytes((long)scores[i]), member]);
            call.Keyspace.Propagation.Rewrite(["ZADD"u8.ToArray(), .. call.Words[1..from], .. pairs]);
        }
    }

    private static void GeoPos(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] member in call.Words[2..])
        {
            if (set is not null && set.TryGetScore(member, out double score))
            {
                Reply(call, GeoPoint.FromScore(score));
            }
            else
            {
                call.Reply.NullArray();
            }
        }
    }

    private static void GeoHash(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] member in call.Words[2..])
        {
            double score = 0;
            bool found = set is not null && set.TryGetScore(member, out score);
            call.Reply.BulkOrNull(found ? GeoPoint.FromScore(score).ToGeohash() : null);
        }
    }

    private static void GeoDist(CommandCall call)
    {
        double unit = 1;
        if (call.Words.Length > 5)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if ((call.Words.Length == 5 && !TryUnit(call, 4, out unit)) || !call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        if (set is null || !set.TryGetScore(call.Words[2], out double first) || !set.TryGetScore(call.Words[3], out double second))
        {
            call.Reply.Null();
            return;
        }

        call.Reply.Bulk(GeoPoint.DistanceText(GeoPoint.FromScore(first).MetersTo(GeoPoint.FromScore(second)) / unit));
    }
}
