using System.Globalization;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Hosting;

/// <summary>
/// Shows watched targets as lines, for output that is not a terminal: the table whenever the targets change, then a line for each target whose state has
/// changed.
/// </summary>
/// <param name="output">Receives the targets.</param>
/// <param name="errors">Receives the problems with sources.</param>
/// <param name="mask">Hides secrets, and escapes characters that would break a line.</param>
internal sealed class PlainWatchView(TextWriter output, TextWriter errors, Func<string, string> mask) : IWatchView
{
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);
    private string _said = "";
    private string _table = "";
    private int _told;

    /// <inheritdoc/>
    public void Progress(WatchedTargets watched)
    {
        // In the first round of a large fleet, write a line for each thousand targets.
        if (_states.Count == 0 && watched.Contacted / 1000 > _told)
        {
            _told = watched.Contacted / 1000;
            Write(string.Create(CultureInfo.InvariantCulture, $"contacted {watched.Contacted} of {watched.Members.Length} targets\n"));
        }
    }

    /// <inheritdoc/>
    public void Show(WatchedTargets watched)
    {
        string said = string.Concat(watched.Said.Select(static line => line + "\n"));
        string table = TargetsText.Of(watched.Members, TargetsFormat.Table);
        if (said != _said)
        {
            errors.Write(said);
            errors.Flush();
        }

        if (table != _table)
        {
            Write(table);
        }

        (_said, _table) = (said, table);
        TellStates(watched);
    }

    private void TellStates(WatchedTargets watched)
    {
        bool isFirst = _states.Count == 0;
        if (isFirst && !watched.Members.IsEmpty)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{watched.Members.Length - watched.Down} up, {watched.Down} down\n"));
        }

        foreach (FleetMember member in watched.Members)
        {
            string target = member.Target.Address.Id;
            string state = watched.StateOf(member);
            if (_states.GetValueOrDefault(target) != state && (!isFirst || state != "up"))
            {
                Write($"{target} is {mask(state)}\n");
            }

            _states[target] = state;
        }

        foreach (string gone in _states.Keys.Except(watched.Members.Select(static member => member.Target.Address.Id)).ToArray())
        {
            _states.Remove(gone);
        }
    }

    private void Write(string text)
    {
        output.Write(text);
        output.Flush();
    }
}
