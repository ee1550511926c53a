namespace ScriptGrid.Client;

/// <summary>The entry point to a ScriptGrid cluster. One instance serves a whole process. Thread-safe.</summary>
public interface IScriptGridClient
{
    /// <summary>The whole fleet.</summary>
    IFleetGrain Fleet { get; }

    /// <summary>Returns a reference to one target. This contacts no silo, so a wrong identity is only detected by the first call.</summary>
    /// <param name="id">The target's identity, for example <c>10.0.0.1:6379</c>, <c>10.0.0.1:6379/2</c> or <c>unix:/run/redis.sock</c>.</param>
    /// <exception cref="ArgumentException">The identity is empty, or longer than <see cref="CallLimits.MaxNameLength"/>.</exception>
    ITargetGrain Target(string id);
}
