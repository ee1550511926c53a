using System.CommandLine;
using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>collectors</c> command: lists and prints the collectors that are shipped inside the program.</summary>
internal static class CollectorsCommand
{
    public static Command Create()
    {
        var command = new Command("collectors", "Lists and shows the shipped collectors, which --collect and collectors: name.")
        {
            ListCommand(),
            ShowCommand(),
        };
        return command;
    }

    private static Command ListCommand()
    {
        var list = new Command("list", "Lists them: what each gives, its arguments, and the servers and permissions that it needs.");
        list.SetAction(static result =>
        {
            result.InvocationConfiguration.Output.Write(List());
            return ExitCode.Success;
        });
        return list;
    }

    private static Command ShowCommand()
    {
        var name = new Argument<string>("name") { Description = "The collector." };
        name.CompletionSources.Add([.. ShippedCollector.All.Select(static collector => collector.Name)]);
        var show = new Command("show", "Prints the Lua text of one.") { name };
        show.SetAction(result =>
        {
            if (ShippedCollector.Find(result.GetRequiredValue(name)) is not { } collector)
            {
                return BadUsage.Report([ShippedCollector.Unknown(result.GetRequiredValue(name))], result.InvocationConfiguration.Error);
            }

            result.InvocationConfiguration.Output.Write(collector.Text);
            return ExitCode.Success;
        });
        return show;
    }

    private static string List()
    {
        var text = new StringBuilder();
        foreach (ShippedCollector collector in ShippedCollector.All)
        {
            text.Append(text.Length == 0 ? "" : "\n").AppendLine(collector.Name);
            text.AppendLine(CultureInfo.InvariantCulture, $"  {collector.Summary}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  arguments: {collector.Arguments}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  needs: {collector.Needs}");
        }

        return text.ToString();
    }
}
