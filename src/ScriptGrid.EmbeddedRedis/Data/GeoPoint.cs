using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A place on Earth. A sorted set stores it as a score, in which 26 bits each of longitude and latitude alternate.</summary>
internal readonly record struct GeoPoint(double Longitude, double Latitude)
{
    internal const double MaxLongitude = 180;
    internal const double MaxLatitude = 85.05112878;
    private const int Steps = 26;

    /// <summary>
    /// The bits of a cell's number. The highest longitude and latitude have cells of their own, whose numbers need one bit more than <see cref="Steps"/>.
    /// </summary>
    private const int CellBits = 32;
    private const int HashLetters = 11;
    private const double EarthRadiusMeters = 6372797.560856;
    private const string Letters = "0123456789bcdefghjkmnpqrstuvwxyz";

    internal bool IsValid => Math.Abs(Longitude) <= MaxLongitude && Math.Abs(Latitude) <= MaxLatitude;

    internal double Score => Interleave(MaxLatitude);

    /// <summary>Returns the middle of the cell that a score stands for.</summary>
    internal static GeoPoint FromScore(double score)
    {
        ulong bits = ToBits(score);
        return new GeoPoint(
            Middle(Squeeze(bits >> 1), MaxLongitude),
            Middle(Squeeze(bits), MaxLatitude));
    }

    /// <summary>Returns the distance over the surface, by the haversine formula.</summary>
    internal double MetersTo(GeoPoint other)
    {
        double latitude = Radians(Latitude);
        double otherLatitude = Radians(other.Latitude);
        double v = Math.Sin((Radians(other.Longitude) - Radians(Longitude)) / 2);
        if (v == 0)
        {
            return EarthRadiusMeters * Math.Abs(otherLatitude - latitude);
        }

        double u = Math.Sin((otherLatitude - latitude) / 2);
        double a = (u * u) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * v * v);
        return 2 * EarthRadiusMeters * Math.Asin(Math.Sqrt(a));
    }

    /// <summary>Whether another place lies within a rectangle around this one.</summary>
    internal bool IsWithinBox(GeoPoint other, double widthMeters, double heightMeters, out double meters)
    {
        meters = 0;
        if (EarthRadiusMeters * Math.Abs(Radians(other.Latitude) - Radians(Latitude)) > heightMeters / 2)
        {
            return false;
        }

        if ((this with { Latitude = other.Latitude }).MetersTo(other) > widthMeters / 2)
        {
            return false;
        }

        meters = MetersTo(other);
        return true;
    }

    /// <summary>Returns the standard geohash of eleven letters, for which latitudes extend to the poles.</summary>
    internal byte[] ToGeohash()
    {
        ulong bits = (ulong)Interleave(90);
        var hash = new StringBuilder(HashLetters);
        for (int i = 0; i < HashLetters; i++)
        {
            int shift = (2 * Steps) - ((i + 1) * 5);
            hash.Append(shift < 0 ? Letters[0] : Letters[(int)((bits >> shift) & 31)]);
        }

        return Encoding.ASCII.GetBytes(hash.ToString());
    }

    /// <summary>Formats a distance with four decimals.</summary>
    internal static byte[] DistanceText(double distance) => Encoding.ASCII.GetBytes(distance.ToString("F4", CultureInfo.InvariantCulture));

    /// <summary>Converts a score to an unsigned integer like C on x86-64: a negative score wraps around, and one that is too large becomes 0.</summary>
    private static ulong ToBits(double score)
    {
        const double Half = 9223372036854775808.0;
        return score < Half ? (ulong)ToSigned(score) : (ulong)ToSigned(score - Half) ^ (1UL << 63);

        static long ToSigned(double value) => value is >= -Half and < Half ? (long)value : long.MinValue;
    }

    private double Interleave(double maxLatitude)
    {
        ulong longitude = Spread(Cell(Longitude, MaxLongitude));
        ulong latitude = Spread(Cell(Latitude, maxLatitude));
        return latitude | (longitude << 1);
    }

    private static ulong Cell(double value, double max) => (uint)((value + max) / (2 * max) * (1UL << Steps));

    private static double Middle(ulong cell, double max)
    {
        double size = 2 * max;
        double low = -max + (cell / (double)(1UL << Steps) * size);
        double high = -max + ((cell + 1) / (double)(1UL << Steps) * size);
        return Math.Clamp((low + high) / 2, -max, max);
    }

    /// <summary>Spreads the bits of a number so that there is a gap after each bit.</summary>
    internal static ulong Spread(ulong cell)
    {
        ulong bits = 0;
        for (int i = 0; i < CellBits; i++)
        {
            bits |= ((cell >> i) & 1) << (2 * i);
        }

        return bits;
    }

    private static ulong Squeeze(ulong bits)
    {
        ulong cell = 0;
        for (int i = 0; i < CellBits; i++)
        {
            cell |= ((bits >> (2 * i)) & 1) << i;
        }

        return cell;
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);
}
