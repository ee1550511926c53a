namespace ScriptGrid.Client;

/// <summary>The way into a ScriptGrid cluster. One instance serves a whole process; it may be used from many threads.</summary>
public interface IScriptGridClient
{
    /// <summary>The whole fleet.</summary>
    IFleetGrain Fleet { get; }

    /// <summary>One target. Nothing is asked yet, so that a wrong identity shows with the first call.</summary>
    /// <param name="id">The target's identity: <c>10.0.0.1:6379</c>, <c>10.0.0.1:6379/2</c>, <c>unix:/run/redis.sock</c>.</param>
    ITargetGrain Target(string id);
}
