namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// The cells of the map that a search looks through, in Redis's order: the cell with the middle first, then its neighbours. This is also the order of results
/// that are not sorted.
/// </summary>
internal static class GeoAreas
{
    private const int MaxSteps = 26;
    private const double EarthRadiusMeters = 6372797.560856;
    private const double LargestRadiusMeters = 20037726.37;

    // Steps to the north and to the east. A negative step goes to the south or to the west.
    private static readonly (int North, int East)[] Directions = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)];

    /// <summary>Returns the ranges of scores that a search must look through. Each range includes its first score and excludes its end.</summary>
    /// <param name="middle">The middle of the circle or rectangle.</param>
    /// <param name="radiusMeters">The distance from the middle to the farthest point of the shape.</param>
    /// <param name="widthMeters">The distance that the shape extends to the east and to the west.</param>
    /// <param name="heightMeters">The distance that the shape extends to the north and to the south.</param>
    internal static List<(double First, double End)> Around(GeoPoint middle, double radiusMeters, double widthMeters, double heightMeters)
    {
        Box bounds = Bounds(middle, widthMeters, heightMeters);
        int steps = Steps(radiusMeters, middle.Latitude);
        Cell cell = Cell.Of(middle, steps);
        if (steps > 1 && !IsCovered(cell, bounds))
        {
            cell = Cell.Of(middle, --steps);
        }

        var ranges = new List<(double First, double End)>();
        Cell? last = null;
        foreach ((int north, int east) in Directions)
        {
            bool isMiddle = (north, east) == (0, 0);
            Cell neighbour = cell.Move(north, east);
            bool isUseless = !isMiddle && steps >= 2 && IsUseless(cell.Area, bounds, north, east);
            if (!isUseless && neighbour != last)
            {
                ranges.Add(neighbour.Scores);
                last = isMiddle ? null : neighbour;
            }
        }

        return ranges;
    }

    private static Box Bounds(GeoPoint middle, double width, double height)
    {
        double latitude = Degrees(height / EarthRadiusMeters);
        double edge = middle.Latitude + (middle.Latitude < 0 ? -latitude : latitude);
        double longitude = Degrees(width / EarthRadiusMeters / Math.Cos(Radians(edge)));
        return new Box(middle.Longitude - longitude, middle.Longitude + longitude, middle.Latitude - latitude, middle.Latitude + latitude);
    }

    // How often the map is halved in each direction, so that a cell is about as large as the shape. Near the poles, cells are narrow.
    private static int Steps(double radius, double latitude)
    {
        if (radius == 0)
        {
            return MaxSteps;
        }

        int steps = 1;
        while (radius < LargestRadiusMeters)
        {
            radius *= 2;
            steps++;
        }

        steps -= 2 + (Math.Abs(latitude) > 66 ? 1 : 0) + (Math.Abs(latitude) > 80 ? 1 : 0);
        return Math.Clamp(steps, 1, MaxSteps);
    }

    private static bool IsCovered(Cell cell, Box bounds) =>
        cell.Move(1, 0).Area.North >= bounds.North
        && cell.Move(-1, 0).Area.South <= bounds.South
        && cell.Move(0, 1).Area.East >= bounds.East
        && cell.Move(0, -1).Area.West <= bounds.West;

    private static bool IsUseless(Box area, Box bounds, int north, int east) =>
        (north < 0 && area.South < bounds.South)
        || (north > 0 && area.North > bounds.North)
        || (east < 0 && area.West < bounds.West)
        || (east > 0 && area.East > bounds.East);

    private static double Radians(double degrees) => degrees * (Math.PI / 180);

    private static double Degrees(double radians) => radians / (Math.PI / 180);

    private readonly record struct Box(double West, double East, double South, double North);

    /// <summary>
    /// A cell of the map after it was halved <paramref name="Steps"/> times in each direction. A move beyond the edge of the map wraps around.
    /// </summary>
    private readonly record struct Cell(ulong Latitude, ulong Longitude, int Steps)
    {
        internal Box Area => new(
            Edge(Longitude, GeoPoint.MaxLongitude),
            Edge(Longitude + 1, GeoPoint.MaxLongitude),
            Edge(Latitude, GeoPoint.MaxLatitude),
            Edge(Latitude + 1, GeoPoint.MaxLatitude));

        internal (double First, double End) Scores
        {
            get
            {
                ulong bits = GeoPoint.Spread(Latitude) | (GeoPoint.Spread(Longitude) << 1);
                int shift = 2 * (MaxSteps - Steps);
                return (bits << shift, (bits + 1) << shift);
            }
        }

        internal static Cell Of(GeoPoint point, int steps) => new(
            (ulong)((point.Latitude + GeoPoint.MaxLatitude) / (2 * GeoPoint.MaxLatitude) * (1UL << steps)),
            (ulong)((point.Longitude + GeoPoint.MaxLongitude) / (2 * GeoPoint.MaxLongitude) * (1UL << steps)),
            steps);

        internal Cell Move(int north, int east)
        {
            ulong mask = (1UL << Steps) - 1;
            return (north, east) == (0, 0) ? this : this with { Latitude = (Latitude + (ulong)north) & mask, Longitude = (Longitude + (ulong)east) & mask };
        }

        private double Edge(ulong index, double max) => -max + (index / (double)(1UL << Steps) * (2 * max));
    }
}
