namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>
/// The generator of <c>math.random</c> in Redis: the 48-bit linear congruence of the <c>drand48</c> family, of which 31 bits are used. Its state outlives
/// scripts.
/// </summary>
internal sealed class Drand48
{
    private const ulong Multiplier = 0x5DEECE66D;
    private const ulong Increment = 0xB;
    private const ulong Mask = (1UL << 48) - 1;
    private const ulong SeedTail = 0x330E;

    private ulong _state = 0x1234ABCD330E;

    internal void Seed(int seed) => _state = ((ulong)(uint)seed << 16) | SeedTail;

    /// <summary>Returns the next number, from 0 to below 1.</summary>
    internal double Next()
    {
        _state = ((_state * Multiplier) + Increment) & Mask;
        return (_state >> 17) % int.MaxValue / (double)int.MaxValue;
    }
}
