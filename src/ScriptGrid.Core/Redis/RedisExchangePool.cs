using System.Collections.Concurrent;

namespace ScriptGrid.Redis;

/// <summary>
/// Exchanges that no conversation uses. A burst leaves at most <see cref="MaxIdle"/> behind, so memory follows the number of
/// conversations under way and not the number of connections.
/// </summary>
internal sealed class RedisExchangePool
{
    private const int MaxIdle = 256;

    private readonly ConcurrentStack<RedisExchange> _idle = new();
    private int _count;

    public RedisExchange Rent()
    {
        if (_idle.TryPop(out RedisExchange? exchange))
        {
            Interlocked.Decrement(ref _count);
            return exchange;
        }

        return new RedisExchange();
    }

    public void Return(RedisExchange exchange)
    {
        exchange.Release();
        if (Interlocked.Increment(ref _count) <= MaxIdle)
        {
            _idle.Push(exchange);
            return;
        }

        Interlocked.Decrement(ref _count);
        exchange.Dispose();
    }
}
