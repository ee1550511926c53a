using System.CommandLine;
using System.CommandLine.Parsing;
using ScriptGrid.Checking;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;
using ValueKinds = ScriptGrid.Engine.Configuration.ValueKinds;

namespace ScriptGrid.Commands;

/// <summary>The <c>check</c> command: reads a configuration and scripts and reports what is wrong with them, without connecting to Redis.</summary>
internal sealed class CheckCommand
{
    private static readonly Flag[] Settings = [.. Flags.Serve.Where(static flag => flag.Name is "--config.file" or "--read-only" or "--compat.redis-exporter")];

    private readonly Argument<string[]> _scripts = new("script.lua")
    {
        Description = "Lua scripts to check, in addition to those in the configuration: files, folders, patterns such as 'scripts/**/*.lua', or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<ReportFormat> _format = Options.Of(
        "--format",
        "How to print what was found: a line for each finding, or JSON. [default: text]",
        "text|json",
        ValueKinds.Choice(("text", ReportFormat.Text), ("json", ReportFormat.Json)));

    private readonly Option<bool> _strict = new("--strict") { Description = "Fail the check on warnings as on errors." };

    private readonly Option<bool> _forCluster = new("--for-cluster") { Description = "The scripts run on a Redis Cluster: find keys that are not in KEYS." };

    private readonly Option<ServerKind> _server = Options.Of(
        "--server",
        "The kind of server that the scripts run on: find what it would refuse.",
        string.Join('|', ServerKind.All.Select(static server => server.Name)),
        ValueKinds.Choice([.. ServerKind.All.Select(static server => (server.Name, server))]));

    private readonly Option<bool> _discover = new("--discover") { Description = "Ask the configuration's sources for targets too; one that fails is an error." };

    private readonly Func<Stream> _input;

    private CheckCommand(Func<Stream> input)
    {
        _input = input;
        _scripts.Validators.Add(RefuseFlags);
    }

    public static Command Create(SettingsBinder binder, Func<Stream> input)
    {
        var check = new CheckCommand(input);
        Command command = CommandRunner.CreateCommand(
            "check", "Checks a configuration and scripts, without a server. Exits with 1 on errors.", Settings, [check._format, check._strict, check._forCluster, check._server, check._discover]);
        command.Add(check._scripts);
        command.SetAction((result, cancellationToken) => check.RunAsync(result, binder, cancellationToken));
        return command;
    }

    /// <summary>Refuses arguments that look like a flag, because a mistyped flag would otherwise be taken for a script.</summary>
    private static void RefuseFlags(ArgumentResult result)
    {
        foreach (string token in result.Tokens.Select(static token => token.Value).Where(static token => token.StartsWith('-') && token != "-"))
        {
            result.AddError(UsageErrors.UnknownFlag(token, ((CommandResult)result.Parent!).Command));
        }
    }

    private async Task<int> RunAsync(ParseResult result, SettingsBinder binder, CancellationToken cancellationToken)
    {
        TextWriter errors = result.InvocationConfiguration.Error;
        CommandLineSettings settings = binder.Bind(result, [.. Flags.Serve, .. Flags.RedisExporter]);
        string[] paths = result.GetValue(_scripts) ?? [];
        bool hasConfiguration = Of(settings, Setting.ConfigFile) is not null || NamesScript(settings);
        if (!hasConfiguration && paths.Length == 0)
        {
            return BadUsage.Report(["nothing to check; name scripts, or give --config.file; see scriptgrid check --help"], errors);
        }

        ConfigurationResult loaded = CommandRunner.CreateLoader(settings, isPartial: !hasConfiguration).Load();
        if (loaded.HasErrorsOfCommandLine)
        {
            return BadUsage.Report(loaded.Errors, errors);
        }

        var options = new LintOptions
        {
            MayWrite = Of(settings, "global.read_only") is { } mode && ValueKinds.ReadOnly.Parse(mode, out ReadOnlyMode readOnly) && readOnly == ReadOnlyMode.Off,
            StringsOnly = IsRedisExporterCompatible(loaded, settings),
            ForCluster = result.GetValue(_forCluster),
            Server = result.GetValue(_server),
        };
        List<string> problems = [];
        List<CheckedScript> scripts = new ScriptFiles(settings.WorkingDirectory, _input).Read(paths, options, problems);
        if (problems.Count > 0)
        {
            return BadUsage.Report(problems, errors);
        }

        string? file = Of(settings, Setting.ConfigFile);
        CheckReport report = Checker.Check(loaded, file, scripts, settings.WorkingDirectory, options);
        IEnumerable<CheckFinding> discovered = result.GetValue(_discover) && loaded.Configuration is { } configuration
            ? await DiscoveryCheck.RunAsync(configuration, file ?? "", cancellationToken)
            : [];
        return Report(result, report with { Findings = [.. report.Findings, .. discovered] });
    }

    /// <summary>Whether a setting names a script. Variables of redis_exporter apply only in compatibility with it.</summary>
    private static bool NamesScript(CommandLineSettings settings) => settings.Settings.Any(
        setting => setting.Key == Setting.Script && (setting.Instead is null || AsksForCompatibility(settings)));

    private static bool IsRedisExporterCompatible(ConfigurationResult loaded, CommandLineSettings settings) =>
        loaded.Configuration?.RedisExporterCompatible ?? AsksForCompatibility(settings);

    private static bool AsksForCompatibility(CommandLineSettings settings) =>
        Of(settings, "global.compat_redis_exporter") is { } text && GoText.Boolean(text) == true;

    private int Report(ParseResult result, CheckReport report)
    {
        bool isJson = result.GetValue(_format) == ReportFormat.Json;
        result.InvocationConfiguration.Output.Write(isJson ? report.ToJson() : report.ToText());
        bool hasFailed = report.Count(Severity.Error) > 0 || (result.GetValue(_strict) && report.Count(Severity.Warning) > 0);
        return hasFailed ? ExitCode.Failure : ExitCode.Success;
    }

    private static string? Of(CommandLineSettings settings, string key) =>
        settings.Settings.FirstOrDefault(setting => setting.Key == key)?.Text;
}
