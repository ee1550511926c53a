using System.Globalization;
using System.Text;

namespace ScriptGrid.Tests.Fuzz;

/// <summary>
/// Runs a body on random input, each case from a seed of its own that a failure names. The suite runs the same seeds each time; with
/// <c>SCRIPTGRID_FUZZ_SECONDS</c> each test goes on with others for so long.
/// </summary>
internal static class Fuzz
{
    private const int Cases = 2000;

    private static readonly TimeSpan Extra = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("SCRIPTGRID_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? seconds : 0);

    /// <summary>Runs the body on the seeds of the suite.</summary>
    /// <param name="body">Throws where something does not hold.</param>
    /// <param name="cases">How many seeds.</param>
    /// <param name="kept">Seeds that found something once.</param>
    public static void Run(Action<Random> body, int cases = Cases, params ReadOnlySpan<int> kept)
    {
        foreach (int seed in kept)
        {
            RunOne(body, seed);
        }

        for (int seed = 0; seed < cases; seed++)
        {
            RunOne(body, seed);
        }

        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Extra)
        {
            RunOne(body, Random.Shared.Next());
        }
    }

    /// <summary>Text of pieces that are joined at random.</summary>
    public static string Text(Random random, string[] pieces, int most)
    {
        var text = new StringBuilder();
        for (int i = random.Next(most + 1); i > 0; i--)
        {
            text.Append(random.GetItems(pieces, 1)[0]);
        }

        return text.ToString();
    }

    /// <summary>The text after some characters or lines were removed, doubled, moved or replaced.</summary>
    public static string Mutate(Random random, string text, string[] pieces)
    {
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int length = random.Next(Math.Min(text.Length - at, random.Next(2) == 0 ? 3 : 40) + 1);
            string piece = text.Substring(at, length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(random.Next(text.Length + 1), piece),
                2 => text.Insert(at, random.GetItems(pieces, 1)[0]),
                _ => text.Remove(at, length).Insert(at, random.GetItems(pieces, 1)[0]),
            };
        }

        return text;
    }

    private static void RunOne(Action<Random> body, int seed)
    {
        try
        {
            body(new Random(seed));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
        }
    }
}
