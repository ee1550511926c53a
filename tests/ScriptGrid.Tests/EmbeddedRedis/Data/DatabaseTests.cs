using System.Text;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class DatabaseTests
{
    private readonly ManualTime _time = new();
    private readonly Database _database;
    private readonly List<string> _changed = [];

    public DatabaseTests()
    {
        var clock = new ServerClock(_time);
        _database = new Database(0, clock, new DataSettings(), new KeyEvents(), new KeyUsage(clock, new Random(1)), new Propagation());
        _database.KeyChanged += (_, key, _) => _changed.Add(Encoding.ASCII.GetString(key));
    }

    [Fact]
    public void Find_KeyOverItsTime_IsGoneAndToldOnce()
    {
        Add("a", 100);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.NotNull(_database.Find("a"u8.ToArray()));
        _changed.Clear();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(_database.Find("a"u8.ToArray()));
        Assert.Null(_database.Find("a"u8.ToArray()));
        Assert.Equal(["a"], _changed);
        Assert.Equal(0, _database.Keys);
        Assert.Equal(1, _database.Statistics.Expired);
    }

    [Fact]
    public void ExpireSome_ManyExpired_RemovesThemWithoutAccess()
    {
        for (char name = 'a'; name <= 'z'; name++)
        {
            Add(name.ToString(), name <= 'w' ? 10 : 100_000);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 50; i++)
        {
            _database.ExpireSome(new Random(i));
        }

        Assert.Equal(3, _database.Keys);
        Assert.InRange(_database.AverageTtl, 1, 100_000);
    }

    [Fact]
    public void ExpireSome_SwitchedOff_KeepsKeysThatNobodyMayFind()
    {
        _database.Settings.ActiveExpire = false;
        Add("a", 10);
        _time.Advance(TimeSpan.FromSeconds(1));

        _database.ExpireSome(new Random(1));

        Assert.Equal(1, _database.Keys);
        Assert.Null(_database.RandomKey(new Random(1)));
    }

    [Fact]
    public void MemoryBytes_AfterChangesAndRemoval_IsZeroAgain()
    {
        byte[] key = "list"u8.ToArray();
        var list = new ListValue();
        list.Push("one"u8.ToArray(), first: true);
        _database.Set(key, list);
        long small = _database.MemoryBytes;
        list.Push(new byte[1000], first: true);
        _database.Changed(key, list);

        Assert.True(_database.MemoryBytes > small + 900);
        _database.Remove(key);
        Assert.Equal(0, _database.MemoryBytes);
    }

    private void Add(string key, long milliseconds)
    {
        byte[] name = Encoding.ASCII.GetBytes(key);
        _database.Set(name, new StringValue("v"u8.ToArray()));
        _database.SetExpiry(name, _database.Clock.Milliseconds + milliseconds);
    }
}
