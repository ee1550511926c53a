using ScriptGrid.ScriptManagerSample;
using StackExchange.Redis;

if (args is not [string configuration, string folder])
{
    Console.Error.WriteLine("usage: ScriptGrid.ScriptManagerSample <StackExchange.Redis configuration> <folder of scripts>");
    return 2;
}

await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(configuration);
var scripts = new ScriptManager(redis);
scripts.RegisterFolder(folder);
await scripts.LoadAllAsync();
Console.WriteLine($"loaded {scripts.Names.Count} scripts");

string token = Guid.NewGuid().ToString("N");
RedisResult[] locked = (RedisResult[])(await scripts.RunAsync("lock_acquire", ["sample:lock"], [token, 30_000]))!;
Console.WriteLine($"lock_acquire: {string.Join(' ', locked.AsEnumerable())}");

await redis.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");
Console.WriteLine("the server's script cache was emptied");

Console.WriteLine($"lock_release: {await scripts.RunAsync("lock_release", ["sample:lock"], [token])}");
return 0;
