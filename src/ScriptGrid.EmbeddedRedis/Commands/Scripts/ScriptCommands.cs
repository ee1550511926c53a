using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Scripts;

/// <summary>SCRIPT and its subcommands.</summary>
internal sealed class ScriptCommands(ScriptEngine engine)
{
    internal void Register(CommandTable table)
    {
        table.Add("script load", Load);
        table.Add("script exists", Exists);
        table.Add("script flush", Flush);
        table.Add("script kill", call => Kill(call, engine, isEval: true));
        table.Add("script debug", Debug);
        table.AddHelp("script");
    }

    /// <summary>Ends the script or function under way when it next checks whether to go on.</summary>
    internal static void Kill(in CommandCall call, ScriptEngine engine, bool isEval)
    {
        if (engine.Current is not { } run)
        {
            call.Reply.Error("NOTBUSY No scripts in execution right now.");
        }
        else if (run.HasWritten)
        {
            call.Reply.Error(
                "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination "
                + "or kill the server in a hard way using the SHUTDOWN NOSAVE command.");
        }
        else if (run.IsEval != isEval)
        {
            call.Reply.Error(run.BusyMessage);
        }
        else
        {
            run.IsKilled = true;
            call.Ok();
        }
    }

    private void Load(CommandCall call)
    {
        if (engine.Scripts.Add(call.Words[2], engine.EvalUniverse.State, out var script) is { } problem)
        {
            call.Reply.Error(problem);
        }
        else
        {
            call.Reply.Text(script!.Name);
        }
    }

    private void Exists(CommandCall call)
    {
        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] digest in call.Words[2..])
        {
            call.Reply.Integer(engine.Scripts.TryGet(digest, out _) ? 1 : 0);
        }
    }

    private void Flush(CommandCall call)
    {
        if (call.Words.Length > 3 || (call.Words.Length == 3 && !call.Is(2, "sync") && !call.Is(2, "async")))
        {
            call.Reply.Error("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
            return;
        }

        engine.FlushScripts();
        call.Ok();
    }

    private static void Debug(CommandCall call)
    {
        if (call.Is(2, "no"))
        {
            call.Ok();
        }
        else
        {
            call.Reply.Error(call.Is(2, "yes") || call.Is(2, "sync")
                ? "ERR The embedded Redis has no script debugger"
                : "ERR Use SCRIPT DEBUG YES/SYNC/NO");
        }
    }
}
