using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using ScriptGrid.Commands;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The table of exit codes in <c>docs/configuration.md</c>, played row by row. What ends by a signal is played where its process is.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private static readonly CommandHandlers Handlers = new(ServeHost.RunAsync, SiloHost.RunAsync, RunHost.RunAsync, TargetsHost.RunAsync, RedisHost.RunAsync, DemoHost.RunAsync);

    private readonly TestFiles _files = new();
    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);

    public ExitCodeTests() => _taken.Start();

    public void Dispose()
    {
        _taken.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(ExitCode.Success, "help")]
    [InlineData(ExitCode.Success, "--version")]
    [InlineData(ExitCode.Success, "check {good}")]
    [InlineData(ExitCode.Success, "run --embedded --script {good} --timeout 1m")]
    [InlineData(ExitCode.Success, "run --embedded --script {good} --seed {seed} --timeout 1m")]
    [InlineData(ExitCode.Failure, "check {broken}")]
    [InlineData(ExitCode.Failure, "check --config.file {mistaken}")]
    [InlineData(ExitCode.Failure, "run --embedded --script {broken}")]
    [InlineData(ExitCode.Failure, "run --script {good} --target 127.0.0.1:1")]
    [InlineData(ExitCode.Failure, "serve --script {good} --target 127.0.0.1:1 --web.listen-address 127.0.0.1:{taken}")]
    [InlineData(ExitCode.Failure, "silo --web.listen-address 127.0.0.1:{taken}")]
    [InlineData(ExitCode.Success, "targets --script {good} --target 127.0.0.1:1")]
    [InlineData(ExitCode.Failure, "targets --script {good} --config.file {unfound}")]
    [InlineData(ExitCode.Usage, "targets --config.file {mistaken}")]
    [InlineData(ExitCode.Failure, "redis --port {taken}")]
    [InlineData(ExitCode.Failure, "demo --web.listen-address 127.0.0.1:{taken}")]
    [InlineData(ExitCode.Usage, "")]
    [InlineData(ExitCode.Usage, "sreve")]
    [InlineData(ExitCode.Usage, "help sreve")]
    [InlineData(ExitCode.Usage, "serve --unknown")]
    [InlineData(ExitCode.Usage, "serve --config.file {mistaken}")]
    [InlineData(ExitCode.Usage, "serve --config.file {none}")]
    [InlineData(ExitCode.Usage, "silo --config.file {mistaken}")]
    [InlineData(ExitCode.Usage, "check")]
    [InlineData(ExitCode.Usage, "check {none}")]
    [InlineData(ExitCode.Usage, "check --config.file {none}")]
    [InlineData(ExitCode.Usage, "run --embedded --script {none}")]
    [InlineData(ExitCode.Usage, "run --embedded --script {good} --seed {none}")]
    [InlineData(ExitCode.Usage, "run --embedded --script {good} --seed {good}")]
    [InlineData(ExitCode.Usage, "redis --port 0 --seed {none}")]
    [InlineData(ExitCode.Usage, "redis --port 0 --seed {good}")]
    [InlineData(ExitCode.Usage, "redis --port abc")]
    [InlineData(ExitCode.Usage, "demo --web.listen-address abc")]
    public async Task Command_EndsWith(int exitCode, string line)
    {
        string filled = line
            .Replace("{good}", _files.Write("good.lua", "return {'a', 1}"), StringComparison.Ordinal)
            .Replace("{broken}", _files.Write("broken.lua", "return {"), StringComparison.Ordinal)
            .Replace("{mistaken}", _files.Write("mistaken.yml", "global: {interval: soon}"), StringComparison.Ordinal)
            .Replace("{unfound}", _files.Write("unfound.yml", "target_groups: [{file_sd: {files: [none.json]}}]"), StringComparison.Ordinal)
            .Replace("{seed}", _files.Write("seed", "SET a b"), StringComparison.Ordinal)
            .Replace("{none}", "/none", StringComparison.Ordinal)
            .Replace("{taken}", $"{((IPEndPoint)_taken.LocalEndpoint).Port}", StringComparison.Ordinal);
        using var output = new StringWriter();
        var invocation = new InvocationConfiguration { Output = output, Error = output };

        int code = await new CommandLineApp(Handlers, new Dictionary<string, string>(), static () => Stream.Null)
            .InvokeAsync(filled.Split(' ', StringSplitOptions.RemoveEmptyEntries), invocation, static () => CancellationToken.None);

        Assert.True(exitCode == code, $"{line}: {code}\n{output}");
        Assert.DoesNotContain("   at ", output.ToString(), StringComparison.Ordinal);
    }
}
