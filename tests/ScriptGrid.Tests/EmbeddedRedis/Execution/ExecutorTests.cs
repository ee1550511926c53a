using ScriptGrid.EmbeddedRedis.Execution;

namespace ScriptGrid.Tests.EmbeddedRedis.Execution;

public class ExecutorTests
{
    private readonly List<string> _done = [];
    private readonly Executor _executor = new("executor-tests");

    [Fact]
    public async Task AfterBatch_WorkThatCameTogether_IsCalledOnceAllIsDone()
    {
        _executor.AfterBatch = () =>
        {
            _done.Add("end");
            _executor.Stop();
        };
        Post("a");
        Post("b");

        await RunAsync();

        Assert.Equal(["a", "b", "end"], _done);
    }

    [Fact]
    public async Task AfterBatch_WorkInTheMiddleOfAScript_IsCalledInItsMiddle()
    {
        _executor.AfterBatch = () => _done.Add("end");
        Post("a");
        _executor.Queue.Post(() =>
        {
            _executor.RunWhileBusy();
            _done.Add("script");
            _executor.Stop();
        });
        Post("b");

        await RunAsync();

        Assert.Equal(["a", "b", "end", "script"], _done);
    }

    [Fact]
    public async Task AfterBatch_Throws_IsTold()
    {
        var faults = new List<Exception>();
        _executor.Failed = faults.Add;
        _executor.AfterBatch = () =>
        {
            _executor.Stop();
            throw new InvalidOperationException("of a test");
        };
        Post("a");

        await RunAsync();

        Assert.Equal("of a test", Assert.Single(faults).Message);
    }

    private void Post(string name) => _executor.Queue.Post(() => _done.Add(name), whileBusy: true);

    private async Task RunAsync()
    {
        _executor.Start(waitsForSockets: false);
        await _executor.Ended;
    }
}
