using System.Globalization;
using ScriptGrid.Engine.Discovery;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ScriptGrid.Hosting;

/// <summary>
/// Shows watched targets as a table that stays in place on a terminal: as many as fit, with those that are down first, below a bar that shows how many were
/// contacted.
/// </summary>
/// <param name="mask">Hides secrets, and escapes characters that would break a line.</param>
/// <param name="height">Returns the number of lines of the terminal.</param>
/// <param name="redraw">Replaces the previous picture.</param>
internal sealed class TerminalWatchView(Func<string, string> mask, Func<int> height, Action<IRenderable> redraw) : IWatchView
{
    /// <summary>The number of lines that are not targets: the bar, the head of the table with its frame, and the line about the remaining targets.</summary>
    private const int OtherLines = 7;
    private const int BarWidth = 40;

    /// <inheritdoc/>
    public void Progress(WatchedTargets watched) => redraw(Draw(watched));

    /// <inheritdoc/>
    public void Show(WatchedTargets watched) => redraw(Draw(watched));

    private Rows Draw(WatchedTargets watched)
    {
        List<IRenderable> lines = [.. watched.Said.Select(static line => new Text(line)), new Text(Bar(watched))];
        int room = Math.Max(1, height() - OtherLines - watched.Said.Length);
        var table = new Table().AddColumns(["TARGET", "GROUP", "SOURCE", "STATE"]);
        FleetMember[] shown = [.. watched.Members.OrderBy(member => Rank(watched.StateOf(member))).Take(room)];
        foreach (FleetMember member in shown)
        {
            string state = watched.StateOf(member);
            table.AddRow(
                new Text(member.Target.Address.Id),
                new Text(mask(member.Group)),
                new Text(member.Source),
                new Text(mask(state), new Style(state == "up" ? Color.Green : Color.Red)).Overflow(Overflow.Ellipsis));
        }

        lines.Add(table);
        if (watched.Members.Length > shown.Length)
        {
            lines.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"and {watched.Members.Length - shown.Length} more")));
        }

        return new Rows(lines);
    }

    private static int Rank(string state) => state.Length == 0 ? 1 : state == "up" ? 2 : 0;

    private static string Bar(WatchedTargets watched)
    {
        int all = watched.Members.Length;
        int done = all == 0 ? BarWidth : (int)((long)BarWidth * Math.Min(watched.Contacted, all) / all);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('=', done)}{new string(' ', BarWidth - done)}] contacted {Math.Min(watched.Contacted, all)} of {all}, {watched.Down} down");
    }
}
