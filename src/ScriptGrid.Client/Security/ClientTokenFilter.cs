namespace ScriptGrid.Client.Security;

/// <summary>Puts a token into the request context of each call. One token serves for a minute of calls.</summary>
internal sealed class ClientTokenFilter(byte[] secret, TimeProvider time) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private volatile Issued? _issued;

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(ClientToken.Key, Token());
        return context.Invoke();
    }

    private string Token()
    {
        DateTimeOffset now = time.GetUtcNow();
        Issued? issued = _issued;
        if (issued is null || (now - issued.At).Duration() > Life)
        {
            _issued = issued = new Issued(now, ClientToken.Create(secret, now));
        }

        return issued.Token;
    }

    private sealed record Issued(DateTimeOffset At, string Token);
}
