using ScriptGrid.Client;

namespace ScriptGrid.ClientSample;

/// <summary>What a service asks of one target: a lock, a rate limit, an update that loses no other's.</summary>
internal static class Patterns
{
    private const int LockMilliseconds = 30_000;
    private const int WindowMilliseconds = 60_000;

    /// <summary>One after the other.</summary>
    public static async Task ShowAsync(ITargetGrain target)
    {
        await UnderLockAsync(target, "sample:lock", static () => Console.WriteLine("lock: held, the work is done"));
        await LimitAsync(target, "sample:limit");
        await CompareAndSetAsync(target, "sample:config");
    }

    /// <summary>Works while it holds the lock. The token is this caller's alone, so that nobody else's lock is released.</summary>
    private static async Task UnderLockAsync(ITargetGrain target, string key, Action work)
    {
        string token = Guid.NewGuid().ToString("N");
        ScriptReply reply = await RunAsync(target, "lock_acquire.lua", [key], [token, LockMilliseconds]);
        if (reply["acquired"].AsBool() != true)
        {
            Console.WriteLine($"lock: taken, free in {reply["wait_ms"]} ms at most");
            return;
        }

        try
        {
            work();
        }
        finally
        {
            ScriptReply released = await RunAsync(target, "lock_release.lua", [key], [token]);
            Console.WriteLine(released.AsBool() == true ? "lock: released" : "lock: it had run out meanwhile");
        }
    }

    private static async Task LimitAsync(ITargetGrain target, string key)
    {
        const int limit = 2;
        for (int call = 1; call <= limit + 1; call++)
        {
            ScriptReply reply = await RunAsync(target, "rate_limit_fixed_window.lua", [key], [limit, WindowMilliseconds]);
            Console.WriteLine(reply["allowed"].AsBool() == true
                ? $"rate limit: call {call} may pass, {reply["remaining"]} more may"
                : $"rate limit: call {call} may not pass for {reply["retry_after_ms"]} ms");
        }
    }

    private static async Task CompareAndSetAsync(ITargetGrain target, string key)
    {
        ScriptReply before = await RunAsync(target, "get_or_set.lua", [key], ["red", WindowMilliseconds]);
        bool isSet = (await RunAsync(target, "compare_and_set.lua", [key], [before.AsText()!, "green"])).AsBool() == true;
        bool isSetAgain = (await RunAsync(target, "compare_and_set.lua", [key], [before.AsText()!, "blue"])).AsBool() == true;
        Console.WriteLine($"compare-and-set: {before} to green: {isSet}, {before} to blue: {isSetAgain}");
    }

    /// <summary>A reply, or an exception where a service would decide by <see cref="ScriptOutcome.Status"/> whether to ask again.</summary>
    private static async Task<ScriptReply> RunAsync(ITargetGrain target, string script, ScriptArgument[] keys, ScriptArgument[] arguments)
    {
        ScriptOutcome outcome = await target.RunAsync(script, [.. keys], [.. arguments]);
        return outcome.IsDone
            ? outcome.Reply
            : throw new InvalidOperationException($"{script}: {outcome.Status} {outcome.Reason} {outcome.Message}");
    }
}
