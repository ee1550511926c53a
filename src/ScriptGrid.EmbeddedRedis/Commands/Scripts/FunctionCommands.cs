using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Scripts;

/// <summary>FUNCTION and its subcommands.</summary>
internal sealed class FunctionCommands(ScriptEngine engine)
{
    private const int LongestWord = 128;

    internal void Register(CommandTable table)
    {
        table.Add("function load", Load);
        table.Add("function list", call => FunctionListing.List(call, engine.Functions));
        table.Add("function delete", Delete);
        table.Add("function flush", Flush);
        table.Add("function kill", call => ScriptCommands.Kill(call, engine, isEval: false));
        table.Add("function stats", call => FunctionListing.Stats(call, engine));
        table.Add("function dump", call => call.Reply.Bulk(FunctionPayload.Write(engine.Functions.Libraries, call.Keyspace.Settings.CompressesPayloads)));
        table.Add("function restore", Restore);
        table.AddHelp("function");
    }

    private void Load(CommandCall call)
    {
        bool replaces = false;
        for (int i = 2; i < call.Words.Length - 1; i++)
        {
            if (!call.Is(i, "replace"))
            {
                call.Reply.Error($"ERR Unknown option given: {call.Text(i)}");
                return;
            }

            replaces = true;
        }

        string? problem = FunctionLoader.Load(engine, call.Words[^1], out var library, name => !replaces && engine.Functions.Contains(name));
        problem ??= engine.Functions.Add([library!], replaces);
        if (problem is not null)
        {
            call.Reply.Error(problem);
        }
        else
        {
            call.Reply.Text(library!.Name);
        }
    }

    private void Delete(CommandCall call)
    {
        if (engine.Functions.Remove(call.WholeText(2)))
        {
            call.Ok();
        }
        else
        {
            call.Reply.Error("ERR Library not found");
        }
    }

    private void Flush(CommandCall call)
    {
        if (call.Words.Length > 3)
        {
            SyntaxError(call);
        }
        else if (call.Words.Length == 3 && !call.Is(2, "sync") && !call.Is(2, "async"))
        {
            call.Reply.Error("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
        else
        {
            engine.Functions.Clear();
            call.Ok();
        }
    }

    private void Restore(CommandCall call)
    {
        if (call.Words.Length > 4)
        {
            SyntaxError(call);
            return;
        }

        bool flushes = call.Words.Length == 4 && call.Is(3, "flush");
        bool replaces = call.Words.Length == 4 && call.Is(3, "replace");
        if (call.Words.Length == 4 && !flushes && !replaces && !call.Is(3, "append"))
        {
            call.Reply.Error("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
            return;
        }

        string? problem = FunctionPayload.Read(engine, call.Words[2], out var libraries);
        problem ??= flushes ? engine.Functions.ReplaceAll(libraries) : engine.Functions.Add(libraries, replaces);
        if (problem is not null)
        {
            call.Reply.Error(problem);
        }
        else
        {
            call.Ok();
        }
    }

    private static void SyntaxError(in CommandCall call)
    {
        string name = call.Text(1);
        call.Reply.Error($"ERR unknown subcommand or wrong number of arguments for '{name[..Math.Min(name.Length, LongestWord)]}'. Try FUNCTION HELP.");
    }
}
