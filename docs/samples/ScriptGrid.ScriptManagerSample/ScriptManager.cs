using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace ScriptGrid.ScriptManagerSample;

/// <summary>Knows scripts by name, loads them into every master of a Redis, and runs them by SHA1.</summary>
/// <param name="redis">A single server, a Sentinel's master or a cluster.</param>
public sealed class ScriptManager(IConnectionMultiplexer redis)
{
    private readonly Dictionary<string, Script> _scripts = new(StringComparer.Ordinal);

    /// <summary>The names that can be run.</summary>
    public IReadOnlyCollection<string> Names => _scripts.Keys;

    /// <summary>Takes a script up under a name.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Register(string name, string text)
    {
#pragma warning disable CA5350 // Redis names scripts by their SHA1; nothing rests on its strength.
        byte[] sha1 = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        _scripts.Add(name, new Script(text, sha1));
    }

    /// <summary>Takes up every <c>.lua</c> file of a folder, by its name without the extension.</summary>
    public void RegisterFolder(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.lua"))
        {
            Register(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        }
    }

    /// <summary>SCRIPT LOAD of every script, so that no first caller has to wait for it.</summary>
    public Task LoadAllAsync() => Task.WhenAll(_scripts.Values.Select(LoadAsync));

    /// <summary>Runs a script. A server that lost it, by a restart, a failover or SCRIPT FLUSH, gets it again.</summary>
    /// <exception cref="KeyNotFoundException">No script has this name.</exception>
    /// <exception cref="RedisServerException">The script failed.</exception>
    public async Task<RedisResult> RunAsync(string name, RedisKey[] keys, RedisValue[] arguments)
    {
        Script script = _scripts[name];
        IDatabase database = redis.GetDatabase();
        try
        {
            return await database.ScriptEvaluateAsync(script.Sha1, keys, arguments);
        }
        catch (RedisServerException failure) when (failure.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Nothing ran, so that asking again is safe whatever the script does. EVAL goes to the server of the keys, as the run did, and needs no other;
            // that server then has the script again.
            return await database.ScriptEvaluateAsync(script.Text, keys, arguments, CommandFlags.NoScriptCache);
        }
    }

    private Task LoadAsync(Script script) => Task.WhenAll(
        redis.GetServers()
            .Where(static server => server is { IsConnected: true, IsReplica: false })
            .Select(server => server.ScriptLoadAsync(script.Text)));

    private sealed record Script(string Text, byte[] Sha1);
}
