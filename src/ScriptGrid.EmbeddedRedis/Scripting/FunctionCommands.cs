using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>FUNCTION and its subcommands.</summary>
internal static class FunctionCommands
{
    private const int LongestWord = 128;

    internal static void Register(CommandTable table)
    {
        table.Add("function load", Load);
        table.Add("function list", List);
        table.Add("function delete", Delete);
        table.Add("function flush", Flush);
        table.Add("function kill", static call => ScriptCommands.Kill(call, isEval: false));
        table.Add("function stats", Stats);
        table.Add("function dump", static call => call.Reply.Bulk(FunctionPayload.Write(call.Server.Scripting.Functions.Libraries)));
        table.Add("function restore", Restore);
        table.Add("function help", static call => ScriptHelp.Write(call.Reply, ScriptHelp.Function));
    }

    private static void Load(CommandCall call)
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

        var engine = call.Server.Scripting;
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

    private static void List(CommandCall call)
    {
        bool withCode = false;
        byte[]? pattern = null;
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (!withCode && call.Is(i, "withcode"))
            {
                withCode = true;
            }
            else if (pattern is null && call.Is(i, "libraryname"))
            {
                if (++i == call.Words.Length)
                {
                    call.Reply.Error("ERR library name argument was not given");
                    return;
                }

                pattern = call.Words[i];
            }
            else
            {
                call.Reply.Error($"ERR Unknown argument {call.Text(i)}");
                return;
            }
        }

        FunctionLibrary[] libraries = [.. call.Server.Scripting.Functions.Libraries.Where(library => pattern is null || Glob.Matches(pattern, System.Text.Encoding.UTF8.GetBytes(library.Name), ignoreCase: true))];
        call.Reply.Array(libraries.Length);
        foreach (var library in libraries)
        {
            Write(call.Reply, library, withCode);
        }
    }

    private static void Write(IReply reply, FunctionLibrary library, bool withCode)
    {
        reply.Map(withCode ? 4 : 3);
        reply.Text("library_name");
        reply.Text(library.Name);
        reply.Text("engine");
        reply.Text("LUA");
        reply.Text("functions");
        reply.Array(library.Functions.Count);
        foreach (var function in library.Functions)
        {
            Write(reply, function);
        }

        if (withCode)
        {
            reply.Text("library_code");
            reply.Bulk(library.Code);
        }
    }

    private static void Write(IReply reply, Function function)
    {
        reply.Map(3);
        reply.Text("name");
        reply.Text(function.Name);
        reply.Text("description");
        if (function.Description is { } description)
        {
            reply.Bulk(description.Bytes);
        }
        else
        {
            reply.Null();
        }

        reply.Text("flags");
        string[] names = ScriptFlagNames.NamesOf(function.Flags);
        reply.Set(names.Length);
        foreach (string name in names)
        {
            reply.Status(name);
        }
    }

    private static void Delete(CommandCall call)
    {
        if (call.Server.Scripting.Functions.Remove(call.Text(2)))
        {
            call.Ok();
        }
        else
        {
            call.Reply.Error("ERR Library not found");
        }
    }

    private static void Flush(CommandCall call)
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
            call.Server.Scripting.Functions.Clear();
            call.Ok();
        }
    }

    private static void Stats(CommandCall call)
    {
        var engine = call.Server.Scripting;
        if (engine.Current is { IsEval: true })
        {
            call.Reply.Error(call.Server.BusyMessage);
            return;
        }

        var reply = call.Reply;
        reply.Map(2);
        reply.Text("running_script");
        if (engine.Current is { } run)
        {
            Write(reply, run, call.Server.Clock.Time.GetElapsedTime(run.StartedAt));
        }
        else
        {
            reply.Null();
        }

        reply.Text("engines");
        reply.Map(1);
        reply.Text("LUA");
        reply.Map(2);
        reply.Text("libraries_count");
        reply.Integer(engine.Functions.Libraries.Count);
        reply.Text("functions_count");
        reply.Integer(engine.Functions.FunctionCount);
    }

    private static void Write(IReply reply, ScriptRun run, TimeSpan duration)
    {
        reply.Map(3);
        reply.Text("name");
        reply.Text(run.Name);
        reply.Text("command");
        reply.Array(run.Words.Length);
        foreach (byte[] word in run.Words)
        {
            reply.Bulk(word);
        }

        reply.Text("duration_ms");
        reply.Integer((long)duration.TotalMilliseconds);
    }

    private static void Restore(CommandCall call)
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

        var engine = call.Server.Scripting;
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
