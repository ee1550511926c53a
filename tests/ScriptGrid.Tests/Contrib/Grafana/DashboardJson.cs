using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScriptGrid.Tests.Contrib.Grafana;

/// <summary>Writes a dashboard as Grafana 12 imports it.</summary>
internal static class DashboardJson
{
    private const int SchemaVersion = 41;
    private const int Columns = 24;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the file.</summary>
    public static string Render(Dashboard dashboard) => new JsonObject
    {
        ["uid"] = dashboard.Uid,
        ["title"] = dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray("scriptgrid"),
        ["schemaVersion"] = SchemaVersion,
        ["version"] = 1,
        ["editable"] = true,
        ["graphTooltip"] = 1,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
        ["timezone"] = "browser",
        ["links"] = new JsonArray(LinksToTheOthers()),
        ["templating"] = new JsonObject { ["list"] = Array([DataSource(), .. dashboard.Variables.Select(Choice)]) },
        ["annotations"] = new JsonObject { ["list"] = new JsonArray() },
        ["panels"] = Array(Place(dashboard.Rows)),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject LinksToTheOthers() => new()
    {
        ["title"] = "ScriptGrid",
        ["type"] = "dashboards",
        ["tags"] = new JsonArray("scriptgrid"),
        ["asDropdown"] = true,
        ["includeVars"] = true,
        ["keepTime"] = true,
        ["targetBlank"] = false,
    };

    private static JsonObject DataSource() => new()
    {
        ["name"] = "datasource",
        ["label"] = "Prometheus",
        ["type"] = "datasource",
        ["query"] = "prometheus",
    };

    private static JsonObject Choice(Variable variable) => new()
    {
        ["name"] = variable.Name,
        ["label"] = variable.Title,
        ["type"] = "query",
        ["datasource"] = Source(),
        ["query"] = new JsonObject { ["qryType"] = 1, ["query"] = $"label_values({variable.Selector}, {variable.Name})", ["refId"] = variable.Name },
        ["refresh"] = 2,
        ["sort"] = 1,
        ["multi"] = variable.IsMultiple,
        ["includeAll"] = variable.IsMultiple,
        ["allValue"] = variable.IsMultiple ? ".+" : null,
        ["current"] = variable.IsMultiple ? new JsonObject { ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") } : new JsonObject(),
    };

    /// <summary>Panels fill each row from the left, and go on in the next line where one does not fit.</summary>
    private static IEnumerable<JsonObject> Place(IEnumerable<Row> rows)
    {
        int id = 1, top = 0;
        foreach (Row row in rows)
        {
            yield return Heading(row, id++, top++);
            int left = 0, height = 0;
            foreach (Panel panel in row.Panels)
            {
                if (left + panel.Width > Columns)
                {
                    (left, top, height) = (0, top + height, 0);
                }

                yield return Shown(panel, id++, Position(left, top, panel.Width, panel.Height));
                left += panel.Width;
                height = Math.Max(height, panel.Height);
            }

            top += height;
        }
    }

    private static JsonObject Heading(Row row, int id, int top) => new()
    {
        ["id"] = id,
        ["type"] = "row",
        ["title"] = row.Title,
        ["collapsed"] = false,
        ["gridPos"] = Position(0, top, Columns, 1),
        ["panels"] = new JsonArray(),
    };

    private static JsonObject Position(int left, int top, int width, int height) => new() { ["x"] = left, ["y"] = top, ["w"] = width, ["h"] = height };

    private static JsonObject Shown(Panel panel, int id, JsonObject position)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = Type(panel.Kind),
            ["title"] = panel.Title,
            ["description"] = panel.Description,
            ["gridPos"] = position,
        };
        if (panel.Kind == PanelKind.Alerts)
        {
            json["options"] = new JsonObject
            {
                ["alertName"] = "",
                ["alertInstanceLabelFilter"] = panel.Queries[0].Expression,
                ["groupMode"] = "default",
                ["maxItems"] = 20,
                ["sortOrder"] = 3,
                ["viewMode"] = "list",
                ["stateFilter"] = new JsonObject { ["firing"] = true, ["pending"] = true, ["error"] = true, ["noData"] = false, ["normal"] = false },
            };
            return json;
        }

        json["datasource"] = Source();
        json["targets"] = Array(panel.Queries.Select((query, index) => Target(panel, query, index)));
        json["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = new JsonArray() };
        json["options"] = Options(panel);
        if (panel.Kind == PanelKind.Table)
        {
            json["transformations"] = Columned(panel);
        }

        return json;
    }

    private static string Type(PanelKind kind) => kind switch
    {
        PanelKind.Stat => "stat",
        PanelKind.TimeSeries => "timeseries",
        PanelKind.StateTimeline => "state-timeline",
        PanelKind.Table => "table",
        _ => "alertlist",
    };

    private static JsonObject Source() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    private static JsonObject Target(Panel panel, Query query, int index)
    {
        bool isInstant = panel.Kind is PanelKind.Table or PanelKind.Stat;
        return new JsonObject
        {
            ["refId"] = Letter(index),
            ["datasource"] = Source(),
            ["expr"] = query.Expression,
            ["legendFormat"] = panel.Kind == PanelKind.Table ? "__auto" : query.Legend,
            ["format"] = panel.Kind == PanelKind.Table ? "table" : "time_series",
            ["instant"] = isInstant,
            ["range"] = !isInstant,
        };
    }

    private static JsonObject Defaults(Panel panel)
    {
        var defaults = new JsonObject { ["unit"] = panel.Unit };
        if (panel.Kind == PanelKind.TimeSeries)
        {
            defaults["custom"] = new JsonObject { ["fillOpacity"] = 10, ["showPoints"] = "never" };
            defaults["min"] = 0;
        }

        if (panel.States.Count > 0)
        {
            JsonObject[] words = [.. panel.States.Select(static (state, value) => new JsonObject { ["text"] = state.Word, ["color"] = state.Color, ["index"] = value })];
            defaults["mappings"] = new JsonArray(new JsonObject
            {
                ["type"] = "value",
                ["options"] = new JsonObject(words.Select(static (word, value) => KeyValuePair.Create($"{value}", (JsonNode?)word))),
            });
        }

        defaults["thresholds"] = new JsonObject
        {
            ["mode"] = "absolute",
            ["steps"] = Array(panel.BadFrom is { } bad ? [Step("green", null), Step("red", bad)] : [Step(panel.Kind == PanelKind.Stat ? "text" : "green", null)]),
        };
        if (panel.Link is var (dashboard, label))
        {
            string value = panel.Kind == PanelKind.Table ? $"${{__data.fields.{label}}}" : $"${{__field.labels.{label}}}";
            defaults["links"] = new JsonArray(new JsonObject
            {
                ["title"] = $"Look at this {label}",
                ["url"] = $"/d/scriptgrid-{dashboard}?${{datasource:queryparam}}&${{job:queryparam}}&var-{label}={value}&${{__url_time_range}}",
            });
        }

        return defaults;
    }

    private static JsonObject Step(string color, double? from) => new() { ["color"] = color, ["value"] = from };

    private static JsonObject Options(Panel panel) => panel.Kind switch
    {
        PanelKind.Stat => new()
        {
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
            ["colorMode"] = "value",
            ["graphMode"] = "none",
            ["textMode"] = panel.Queries.Length > 1 ? "value_and_name" : "auto",
        },
        PanelKind.TimeSeries => new()
        {
            ["legend"] = new JsonObject { ["displayMode"] = "table", ["placement"] = "bottom", ["calcs"] = new JsonArray("lastNotNull", "max"), ["showLegend"] = true },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
        PanelKind.StateTimeline => new() { ["mergeValues"] = true, ["showValue"] = "never", ["rowHeight"] = 0.8 },
        _ => new() { ["showHeader"] = true },
    };

    /// <summary>Rows of equal labels become one, with a column for each query; what says nothing goes.</summary>
    private static JsonArray Columned(Panel panel) => new(
        new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
        new JsonObject
        {
            ["id"] = "organize",
            ["options"] = new JsonObject
            {
                ["excludeByName"] = new JsonObject { ["Time"] = true, ["__name__"] = true, ["instance"] = true },
                ["renameByName"] = new JsonObject(panel.Queries.Select((query, index) =>
                    KeyValuePair.Create(panel.Queries.Length == 1 ? "Value" : $"Value #{Letter(index)}", (JsonNode?)query.Legend))),
            },
        });

    private static string Letter(int index) => ((char)('A' + index)).ToString();

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];
}
