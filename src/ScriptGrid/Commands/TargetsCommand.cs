using System.CommandLine;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>targets</c> command: asks the configuration's sources and lists what <c>serve</c> would collect.</summary>
internal static class TargetsCommand
{
    private static readonly Flag[] Shown =
        [.. Flags.Serve.Where(static flag => flag.Name is "--config.file" or "--script" or "--target" or "--shard" or "--compat.redis-exporter")];

    public static Command Create(CommandHandlers handlers, SettingsBinder binder)
    {
        Option<TargetsFormat> format = Options.Of(
            "--format",
            "How to print the targets: a table, JSON, or a list for file_sd. [default: table]",
            "table|json|file_sd",
            ValueKinds.Choice(("table", TargetsFormat.Table), ("json", TargetsFormat.Json), ("file_sd", TargetsFormat.FileSd)));
        Option<bool> watch = new("--watch") { Description = "Keep looking, and contact the targets: a live table on a terminal, otherwise a line for each change." };
        Command command = CommandRunner.CreateCommand(
            "targets", "Lists what serve or a cluster would collect, and where each target comes from. Exits with 1 if a source fails.", Shown, [format, watch]);
        command.SetAction((result, cancellationToken) =>
        {
            ConfigurationResult loaded = CommandRunner.CreateLoader(binder.Bind(result, [.. Flags.Serve, .. Flags.RedisExporter])).Load();
            return loaded.IsValid
                ? handlers.Targets(new TargetsRequest(loaded.Configuration, result.GetValue(format), result.GetValue(watch)), cancellationToken)
                : Task.FromResult(BadUsage.Report(loaded.Errors, result.InvocationConfiguration.Error));
        });
        return command;
    }
}
