namespace ScriptGrid.Client;

/// <summary>Checks the arguments of the fleet's calls. Each method throws what the caller gets.</summary>
internal static class FleetChecks
{
    /// <summary>The maximum number of targets in one page.</summary>
    public const int MaxTargets = 10_000;

    /// <summary>Checks the arguments of <see cref="IFleetGrain.GetTargetsAsync"/>.</summary>
    public static void Targets(string? after, int count)
    {
        Text(after, nameof(after));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxTargets);
    }

    /// <summary>Checks the argument of <see cref="IFleetGrain.GetRollupsAsync"/>.</summary>
    public static void Rollups(string? script) => Text(script, nameof(script));

    /// <summary>Checks the argument of <see cref="IFleetGrain.WatchAsync"/>.</summary>
    public static void Watch(WatchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Text(options.Script, $"{nameof(options)}.{nameof(options.Script)}");
        if (!options.Targets.IsDefaultOrEmpty)
        {
            long length = 0;
            foreach (string? target in options.Targets)
            {
                Text(target, $"{nameof(options)}.{nameof(options.Targets)}");
                length += target!.Length;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, CallLimits.MaxArgumentBytes, $"{nameof(options)}.{nameof(options.Targets)}");
        }
    }

    private static void Text(string? text, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, CallLimits.MaxNameLength, name);
    }
}
