namespace ScriptGrid.EmbeddedRedis;

/// <summary>Refuses options that make no sense, by name, before anything is started.</summary>
internal static class OptionsCheck
{
    private const int MaxDatabases = 65_536;

    internal static void Check(EmbeddedRedisOptions options)
    {
        RequireSet(options.Address, nameof(options.Address));
        RequireSet(options.TimeProvider, nameof(options.TimeProvider));
        RequireSet(options.Users, nameof(options.Users));
        if (options.Users.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Users must not have an empty entry: write each as a name and rules, such as \"app on >secret +@read\".", nameof(options));
        }

        RequireRange(options.Port, 0, ushort.MaxValue, nameof(options.Port));
        RequireRange(options.Databases, 1, MaxDatabases, nameof(options.Databases));
        RequireRange(options.ScriptMemoryBytes, 1, long.MaxValue, nameof(options.ScriptMemoryBytes));
        RequireRange(options.BufferMemoryBytes, 1, long.MaxValue, nameof(options.BufferMemoryBytes));
        if (options.ScriptTimeLimit is { } limit && limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), limit, "ScriptTimeLimit must not be negative; null or Timeout.InfiniteTimeSpan is no limit.");
        }
    }

    private static void RequireSet(object? value, string option)
    {
        if (value is null)
        {
            throw new ArgumentNullException(option, $"{option} must not be null; leave it out for its default.");
        }
    }

    private static void RequireRange(long value, long least, long most, string option)
    {
        if (value < least || value > most)
        {
            string range = most == long.MaxValue ? $"at least {least}" : $"from {least} to {most}";
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be {range}.");
        }
    }
}
