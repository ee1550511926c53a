using ScriptGrid.Benchmarks.Fleet;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Benchmarks.Start;

/// <summary>Starts programs in turn, each with one target, and measures them.</summary>
internal static class ServeStartBenchmark
{
    private const double MostSecondsToFirstPage = 0.25;
    private const double MostMebibytes = 40;
    private const double Mebibyte = 1024 * 1024;
    private const string ScriptName = "queues.lua";
    private const int Choice = 1000;

    /// <summary>Runs the benchmark.</summary>
    public static async Task<ResultTable> RunAsync(StartOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(connections: 1, isTls: false);

        // How long a target waits for its slot depends on its name, and can be up to a second here. Choose a target that is due at once.
        string target = redis.Targets(Choice).MinBy(static target => Schedule.Offset(new Uri(target).Authority, ScriptName, StartMeasurement.Interval))!;
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-benchmark-");
        try
        {
            string script = Path.Combine(directory.FullName, ScriptName);
            await File.WriteAllTextAsync(script, FleetMeasurement.Script, cancellationToken);
            List<StartMeasurement>[] taken = [.. options.Programs.Select(static _ => new List<StartMeasurement>())];

            // The first round is not counted, because it fills the disk cache.
            for (int round = 0; round <= options.Rounds; round++)
            {
                Progress.Report($"round {round} of {options.Rounds}");
                for (int i = 0; i < taken.Length; i++)
                {
                    TimeSpan settle = round == 0 ? TimeSpan.Zero : options.Settle;
                    taken[i].Add(await StartMeasurement.TakeAsync(options.Programs[i], target, script, settle, cancellationToken));
                }
            }

            var table = new ResultTable();
            for (int i = 0; i < taken.Length; i++)
            {
                AddProgram(table, options.Programs[i], taken[i][1..]);
            }

            return table;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void AddProgram(ResultTable table, string program, List<StartMeasurement> taken)
    {
        double firstPage = Median(static start => start.FirstPage.TotalSeconds);
        double resident = Median(static start => start.Memory.Resident) / Mebibyte;
        table.Add("program", $"{program}");
        table.Add("  start to /-/healthy", $"{ResultTable.Duration(Median(static start => start.Healthy.TotalSeconds))}");
        table.Add("  start to the first page", $"{ResultTable.Duration(firstPage)}", $"at most {MostSecondsToFirstPage} s", firstPage <= MostSecondsToFirstPage);
        table.Add("  the quickest of all starts", $"{ResultTable.Duration(taken.Min(static start => start.FirstPage.TotalSeconds))}");
        table.Add("  CPU to the first page", $"{ResultTable.Duration(Median(static start => start.Cpu.TotalSeconds))}");
        table.Add("  memory", $"{resident:F1} MiB", $"at most {MostMebibytes} MiB", resident <= MostMebibytes);
        table.Add("  of it mapped files", $"{Median(static start => start.Memory.Files) / Mebibyte:F1} MiB");
        table.Add("  of it written", $"{Median(static start => start.Memory.Dirty) / Mebibyte:F1} MiB");
        table.Add("  its share (PSS)", $"{Median(static start => start.Memory.Proportional) / Mebibyte:F1} MiB");

        double Median(Func<StartMeasurement, double> figure) => taken.Select(figure).Order().ElementAt(taken.Count / 2);
    }
}
