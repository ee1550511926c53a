namespace ScriptGrid.Tests.Contrib.Grafana;

/// <summary>A dashboard as its author thinks of it; <see cref="DashboardJson"/> writes it as Grafana reads it.</summary>
/// <param name="Name">The file's name, and the end of the dashboard's address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it is for.</param>
internal sealed record Dashboard(string Name, string Title, string Description)
{
    /// <summary>What can be chosen at its top, beside the source of data.</summary>
    public IReadOnlyList<Variable> Variables { get; init; } = [];

    /// <summary>Its rows.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];

    /// <summary>Its address in Grafana.</summary>
    public string Uid => $"scriptgrid-{Name}";

    /// <summary>All its panels.</summary>
    public IEnumerable<Panel> Panels => Rows.SelectMany(static row => row.Panels);
}

/// <summary>A row under a title of its own.</summary>
internal sealed record Row(string Title, params Panel[] Panels);

/// <summary>A label's values, of which some are chosen: those of the series that the selector names.</summary>
/// <param name="Name">The label, by which queries name the variable too.</param>
/// <param name="Title">What stands before it.</param>
/// <param name="Selector">The series.</param>
internal sealed record Variable(string Name, string Title, string Selector)
{
    /// <summary>Whether several may be chosen. All are, to begin with.</summary>
    public bool IsMultiple { get; init; } = true;
}

/// <summary>How a panel shows its series.</summary>
internal enum PanelKind
{
    /// <summary>One large number for each series.</summary>
    Stat,

    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>Bars of states over time.</summary>
    StateTimeline,

    /// <summary>Rows of labels and values, as they are now.</summary>
    Table,

    /// <summary>The alerts that fire.</summary>
    Alerts,
}

/// <summary>A panel.</summary>
/// <param name="Kind">How it shows its series.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">The unit of its values, in Grafana's word for it.</param>
/// <param name="Queries">What it asks.</param>
internal sealed record Panel(PanelKind Kind, string Title, string Unit, params Query[] Queries)
{
    /// <summary>How many of 24 columns it takes.</summary>
    public int Width { get; init; } = Kind == PanelKind.Stat ? 4 : 12;

    /// <summary>How many lines it takes.</summary>
    public int Height { get; init; } = Kind == PanelKind.Stat ? 4 : 8;

    /// <summary>What its numbers mean, where its title does not say it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words for values: 0, 1 and so on.</summary>
    public IReadOnlyList<State> States { get; init; } = [];

    /// <summary>From which value on it is red; null where none is bad.</summary>
    public double? BadFrom { get; init; }

    /// <summary>The dashboard to which each series links, with the label that it takes along.</summary>
    public (string Dashboard, string Label)? Link { get; init; }
}

/// <summary>A word for a value.</summary>
internal sealed record State(string Word, string Color);

/// <summary>A query in PromQL.</summary>
/// <param name="Expression">What is asked.</param>
/// <param name="Legend">What a series is called: text with labels as <c>{{label}}</c>; in a table, the column of the value.</param>
internal sealed record Query(string Expression, string Legend = "")
{
    /// <summary>Whether it gives nothing while all is well.</summary>
    public bool IsOftenEmpty { get; init; }
}
